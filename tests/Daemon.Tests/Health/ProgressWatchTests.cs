using PaDeNer.Daemon.Health;
using PaDeNer.Daemon.Telemetry;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Time;

namespace PaDeNer.Daemon.Tests.Health;

public sealed class ProgressWatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly ManualTimeProvider _time = new();
    private readonly StreamFigures _figures = new();
    private readonly ProgressWatch _watch;
    private string? _brokerProblem;

    public ProgressWatchTests()
    {
        _watch = new ProgressWatch(_figures, () => _brokerProblem, Patience, _time);
        _figures.SetPartitions(1);
        Lag(5);
    }

    [Fact]
    public void What_stands_still_is_renewed_and_then_ends()
    {
        Assert.Equal(ProgressVerdict.None, After(TimeSpan.Zero));
        Assert.Equal(ProgressVerdict.None, After(TimeSpan.FromMinutes(1.9)));
        Assert.Equal(ProgressVerdict.Renew, After(TimeSpan.FromMinutes(0.1)));
        Assert.Equal(ProgressVerdict.None, After(TimeSpan.FromMinutes(0.1)));
        Assert.Equal(ProgressVerdict.None, After(TimeSpan.FromMinutes(1.9)));
        Assert.Equal(ProgressVerdict.End, After(TimeSpan.FromMinutes(0.1)));
    }

    [Fact]
    public void Where_new_clients_help_it_begins_again()
    {
        After(TimeSpan.Zero);
        Assert.Equal(ProgressVerdict.Renew, After(Patience));
        _figures.AddProgress();
        Assert.Equal(ProgressVerdict.None, After(TimeSpan.Zero));
        Assert.Equal(ProgressVerdict.Renew, After(Patience));
    }

    [Fact]
    public void Waiting_for_partitions_after_a_renewal_is_no_help_yet()
    {
        After(TimeSpan.Zero);
        Assert.Equal(ProgressVerdict.Renew, After(Patience));
        _figures.Lags.Clear();
        Assert.Equal(ProgressVerdict.None, After(Patience));
        Lag(5);
        Assert.Equal(ProgressVerdict.None, After(TimeSpan.Zero));
        Assert.Equal(ProgressVerdict.End, After(Patience));
    }

    [Fact]
    public void A_stream_that_gets_on_is_left_alone()
    {
        for (int minute = 0; minute < 100; minute++)
        {
            Assert.Equal(ProgressVerdict.None, After(TimeSpan.FromMinutes(1)));
            _figures.AddProgress();
        }
    }

    [Theory]
    [InlineData("idle")]
    [InlineData("lag unknown")]
    [InlineData("broker away")]
    [InlineData("leader away")]
    [InlineData("coordinator away")]
    [InlineData("no transactions")]
    [InlineData("halted")]
    public void Whoever_has_nothing_to_do_or_waits_for_somebody_is_left_alone(string why)
    {
        switch (why)
        {
            case "idle":
                Lag(0);
                break;
            case "lag unknown":
                _figures.Lags.Clear();
                break;
            case "broker away":
                _brokerProblem = "the broker does not answer";
                break;
            case "leader away":
                _figures.SetAnswers(new SourceState(BrokersAnswer: false, GroupAnswers: true));
                break;
            case "coordinator away":
                _figures.SetAnswers(new SourceState(BrokersAnswer: true, GroupAnswers: false));
                break;
            case "no transactions":
                _figures.SetTransactionsPossible(false);
                break;
            default:
                _figures.SetHalted(1);
                break;
        }

        After(TimeSpan.Zero);
        Assert.Equal(ProgressVerdict.None, After(TimeSpan.FromHours(1)));
        Assert.Equal(ProgressVerdict.None, After(TimeSpan.FromHours(1)));
    }

    [Fact]
    public void A_wait_that_has_ended_is_no_part_of_the_patience()
    {
        _brokerProblem = "the broker does not answer";
        After(TimeSpan.FromMinutes(10));
        _brokerProblem = null;
        Assert.Equal(ProgressVerdict.None, After(TimeSpan.Zero));
        Assert.Equal(ProgressVerdict.None, After(TimeSpan.FromMinutes(1)));
        Assert.Equal(ProgressVerdict.Renew, After(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void What_is_in_flight_waits_too_beside_a_partition_that_is_halted()
    {
        _figures.SetHalted(1);
        _figures.SetInFlight(3, 100);
        After(TimeSpan.Zero);
        Assert.Equal(ProgressVerdict.Renew, After(Patience));
    }

    [Fact]
    public void Without_patience_nothing_is_watched()
    {
        ProgressWatch off = new(_figures, static () => null, TimeSpan.Zero, _time);
        off.Look();
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(ProgressVerdict.None, off.Look());
    }

    private void Lag(long records) => _figures.Lags[("documents", 0)] = new KnownLag(records, null);

    private ProgressVerdict After(TimeSpan time)
    {
        _time.Advance(time);
        return _watch.Look();
    }
}
