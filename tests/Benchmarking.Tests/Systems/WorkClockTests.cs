using PaDeNer.Benchmarking.Systems;
using PaDeNer.Testing.Time;

namespace PaDeNer.Benchmarking.Tests.Systems;

public class WorkClockTests
{
    /// <summary>A worker under load has something to do for minutes: whoever reads meanwhile must not miss them.</summary>
    [Fact]
    public void Work_under_way_counts_as_much_as_work_that_has_ended()
    {
        ManualTimeProvider time = new();
        WorkClock clock = new(time);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, clock.Busy);

        clock.Start();
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2, clock.Busy.TotalSeconds, 0.001);

        clock.Stop();
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(2, clock.Busy.TotalSeconds, 0.001);

        clock.Start();
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, clock.Busy.TotalSeconds, 0.001);
    }
}
