using PaDeNer.Streaming.Egress;
using PaDeNer.Testing.Time;

namespace PaDeNer.Streaming.Tests.Egress;

public sealed class CommitPlannerTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly CommitPlanner _planner;

    public CommitPlannerTests() => _planner = new CommitPlanner(3, 1000, TimeSpan.FromMilliseconds(20), _time);

    [Fact]
    public void Nothing_to_commit_is_never_due() => Assert.Null(_planner.TimeLeft());

    [Fact]
    public void Age_counts_from_the_oldest()
    {
        _planner.Add(1);
        _time.Advance(TimeSpan.FromMilliseconds(15));
        _planner.Add(1);
        Assert.InRange(_planner.TimeLeft()!.Value.TotalMilliseconds, 4.99, 5.01);
        _time.Advance(TimeSpan.FromMilliseconds(6));
        Assert.Equal(TimeSpan.Zero, _planner.TimeLeft());
        _planner.Clear();
        Assert.Null(_planner.TimeLeft());
    }

    [Fact]
    public void Records_and_bytes_make_it_due_at_once()
    {
        _planner.Add(1);
        _planner.Add(1);
        Assert.NotEqual(TimeSpan.Zero, _planner.TimeLeft());
        _planner.Add(1);
        Assert.Equal(TimeSpan.Zero, _planner.TimeLeft());
        _planner.Clear();
        _planner.Add(1000);
        Assert.Equal(TimeSpan.Zero, _planner.TimeLeft());
    }

    [Fact]
    public void A_watermark_to_be_committed_again_waits_a_moment_or_goes_with_the_next_record()
    {
        _planner.Again();
        Assert.Equal(TimeSpan.FromMilliseconds(200), _planner.TimeLeft());
        _time.Advance(TimeSpan.FromMilliseconds(30));
        _planner.Add(1);
        Assert.Equal(TimeSpan.Zero, _planner.TimeLeft());
    }
}
