using PaDeNer.Daemon.Telemetry;
using PaDeNer.Testing.Time;

namespace PaDeNer.Daemon.Tests.Telemetry;

public sealed class KnownLagTests
{
    private readonly ManualTimeProvider _time = new();

    public KnownLagTests() => _time.Advance(TimeSpan.FromDays(10) - TimeSpan.FromSeconds(1));

    [Theory]
    [InlineData(5, 864_000_000L - 3_000, 3.0)]
    [InlineData(5, 864_000_000L + 5_000, 0.0)] // a clock that is ahead
    [InlineData(0, null, 0.0)]
    [InlineData(0, 1L, 0.0)]
    [InlineData(5, null, null)] // not read yet
    [InlineData(5, 864_000_000_000L, null)] // microseconds
    [InlineData(5, -1L, null)]
    public void It_is_as_old_as_its_first_record_or_not_known(long records, long? oldest, double? seconds)
    {
        double? age = new KnownLag(records, oldest).Age(_time)?.TotalSeconds;
        Assert.Equal(seconds, age is { } known ? Math.Round(known, 2) : null);
    }

    [Fact]
    public void In_all_it_is_known_where_that_of_every_partition_is()
    {
        StreamFigures figures = new();
        Assert.Null(figures.LagInAll);
        figures.SetPartitions(0);
        Assert.Equal((0, TimeSpan.Zero), (figures.LagInAll, figures.LagAge(_time)));
        figures.SetPartitions(2);
        figures.Lags[("documents", 0)] = new KnownLag(3, 864_000_000L - 3_000);
        Assert.Equal((null, null), (figures.LagInAll, figures.LagAge(_time)));
        figures.Lags[("documents", 1)] = new KnownLag(4, null);
        Assert.Equal((7, null), (figures.LagInAll, figures.LagAge(_time)));
        figures.Lags[("documents", 1)] = new KnownLag(0, null);
        Assert.Equal(3, Math.Round(figures.LagAge(_time)!.Value.TotalSeconds, 2));
    }
}
