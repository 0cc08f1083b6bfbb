using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Scheduling;

namespace PaDeNer.Batching.Tests.Scheduling;

/// <summary>The policy itself; what it achieves is told by the simulation.</summary>
public class LeastSlackTests
{
    [Fact]
    public void A_document_that_is_passed_over_goes_to_the_front_in_the_end()
    {
        LeastSlackPolicy policy = new();
        BatchingCandidate late = new(1, Deadline.Never, TimeSpan.FromSeconds(-5), LeastSlackPolicy.PatienceSteps);
        BatchingCandidate punctual = new(2, Deadline.Never, TimeSpan.FromSeconds(1), 0);

        Assert.True(policy.Compare(late, punctual) < 0);
        Assert.True(policy.Compare(late with { StepsPassedOver = 0 }, punctual) > 0);
        Assert.True(policy.Compare(punctual, punctual with { Arrival = 3, Slack = TimeSpan.FromSeconds(2) }) < 0);
        Assert.True(policy.Compare(late with { StepsPassedOver = 0 }, late with { StepsPassedOver = 0, Arrival = 9, Slack = TimeSpan.FromSeconds(-9) }) < 0);
    }
}
