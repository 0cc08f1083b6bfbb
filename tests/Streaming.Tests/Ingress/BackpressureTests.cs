using PaDeNer.Streaming.Ingress;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Testing.Time;

namespace PaDeNer.Streaming.Tests.Ingress;

public sealed class BackpressureTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly Backpressure _backpressure;

    public BackpressureTests() => _backpressure = new Backpressure(100, 1000, TimeSpan.FromSeconds(1), _time);

    [Fact]
    public void It_holds_at_the_mark_pauses_late_and_resumes_at_half()
    {
        Assert.Equal(Intake.Open, Decide(99));
        Assert.Equal(Intake.Held, Decide(100));
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(Intake.Held, Decide(100));
        _time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.Equal(Intake.Paused, Decide(100));
        Assert.Equal(Intake.Paused, Decide(51));
        Assert.Equal(Intake.Open, Decide(50));
        Assert.Equal(Intake.Open, Decide(99));
    }

    [Fact]
    public void A_short_stall_pauses_nothing()
    {
        Decide(100);
        _time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(Intake.Open, Decide(99));
        Assert.Equal(Intake.Held, Decide(100));
        _time.Advance(TimeSpan.FromMilliseconds(600));
        Assert.Equal(Intake.Held, Decide(100));
    }

    [Fact]
    public void Bytes_count_as_records_do()
    {
        Assert.Equal(Intake.Held, Decide(1, 1000));
        Assert.Equal(Intake.Open, Decide(1, 999));
        Assert.Equal(Intake.Held, Decide(1, 1001));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Intake.Paused, Decide(1, 1001));
        Assert.Equal(Intake.Paused, Decide(1, 501));
        Assert.Equal(Intake.Open, Decide(1, 500));
    }

    [Fact]
    public void A_full_channel_counts_as_the_mark()
    {
        Assert.Equal(Intake.Held, Decide(3, full: true));
        Assert.Equal(Intake.Held, Decide(0, full: true));
        Assert.Equal(Intake.Open, Decide(0));
    }

    private Intake Decide(int records, long bytes = 0, bool full = false) => _backpressure.Decide(new LedgerLoad(records, bytes), full);
}
