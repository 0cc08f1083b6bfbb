using PaDeNer.Daemon.Health;
using PaDeNer.Daemon.Telemetry;
using PaDeNer.Testing.Time;

namespace PaDeNer.Daemon.Tests.Health;

public class StallWatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan More = Patience + TimeSpan.FromSeconds(1);
    private readonly ManualTimeProvider _time = new();
    private readonly StreamFigures _figures = new();
    private readonly StallWatch _watch;

    public StallWatchTests() => _watch = new StallWatch(_figures, Patience, _time);

    [Fact]
    public void Nothing_in_flight_is_no_stall_however_long_it_lasts()
    {
        Waiting(undecoded: null, uncommitted: null);
        _time.Advance(TimeSpan.FromDays(3));

        Assert.Null(_watch.WhyStalled());
        Assert.Null(_watch.WhyEngineHangs());
    }

    [Fact]
    public void A_deep_queue_that_moves_is_no_stall()
    {
        for (long received = 0; received < 100; received++)
        {
            Waiting(undecoded: received, uncommitted: received);
            _time.Advance(TimeSpan.FromMinutes(4));
            Step(lane: 0, documents: 3);

            Assert.Null(_watch.WhyStalled());
            Assert.Null(_watch.WhyEngineHangs());
        }
    }

    [Fact]
    public void A_lane_that_does_not_come_back_from_a_step_ends_the_life_of_the_daemon_even_if_others_go_on()
    {
        Step(lane: 1, documents: 2);
        Waiting(undecoded: 7, uncommitted: null);
        _time.Advance(More);
        Step(lane: 0, documents: 2);

        Assert.Contains("lane 1", _watch.WhyEngineHangs(), StringComparison.Ordinal);
        Assert.Contains("oldest", _watch.WhyStalled(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_step_that_hangs_is_seen_although_no_lane_has_said_anything()
    {
        Waiting(undecoded: 7, uncommitted: null);
        _time.Advance(More);

        Assert.Contains("no lane", _watch.WhyEngineHangs(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_very_long_document_is_stalled_but_its_lane_is_alive()
    {
        Waiting(undecoded: 7, uncommitted: null);
        _time.Advance(More);
        Step(lane: 0, documents: 1);

        Assert.NotNull(_watch.WhyStalled());
        Assert.Null(_watch.WhyEngineHangs());
    }

    [Fact]
    public void A_broker_that_takes_no_commits_is_not_mended_by_a_restart()
    {
        Step(lane: 0, documents: 2);
        Waiting(undecoded: 9, uncommitted: 7);
        _time.Advance(More);

        Assert.Contains("committed", _watch.WhyStalled(), StringComparison.Ordinal);
        Assert.Null(_watch.WhyEngineHangs());
    }

    [Fact]
    public void Without_patience_nothing_is_watched()
    {
        StallWatch off = new(_figures, TimeSpan.Zero, _time);
        Waiting(undecoded: 7, uncommitted: 7);
        _time.Advance(TimeSpan.FromDays(1));

        Assert.Null(off.WhyStalled());
        Assert.Null(off.WhyEngineHangs());
    }

    private void Waiting(long? undecoded, long? uncommitted)
    {
        _figures.Undecoded.Set(undecoded, _time.GetTimestamp());
        _figures.Uncommitted.Set(uncommitted, _time.GetTimestamp());
    }

    private void Step(int lane, int documents)
    {
        _figures.SetLastStep(_time.GetTimestamp());
        _figures.Lanes[lane] = new LaneFigures(documents, documents, 1, 10, 1, 10, _time.GetTimestamp());
    }
}
