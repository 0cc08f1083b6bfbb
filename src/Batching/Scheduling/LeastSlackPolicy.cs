using PaDeNer.Batching.Admission;

namespace PaDeNer.Batching.Scheduling;

/// <summary>
/// The tightest document that can still make its deadline comes first. Those that no longer can come after it, oldest first: a stream
/// sheds nothing, and helping the late at the cost of the punctual would only make more of them late. A document that was passed over
/// for a while goes to the front whatever its slack, and before its first step nobody newer is begun before it, so that nobody starves.
/// </summary>
public sealed class LeastSlackPolicy : IBatchingPolicy
{
    /// <summary>The name configuration uses.</summary>
    public const string PolicyName = "least-slack";

    /// <summary>Steps after which a document that was passed over goes to the front.</summary>
    public const int PatienceSteps = 16;

    /// <inheritdoc/>
    public string Name => PolicyName;

    /// <inheritdoc/>
    public QueueOrder Queue => QueueOrder.FewestLate;

    /// <inheritdoc/>
    public bool SparesTightest => true;

    /// <inheritdoc/>
    public int Compare(in BatchingCandidate first, in BatchingCandidate second)
    {
        int byClass = ClassOf(first).CompareTo(ClassOf(second));
        int bySlack = byClass == 0 && ClassOf(first) == 1 ? first.Slack.CompareTo(second.Slack) : byClass;
        return bySlack != 0 ? bySlack : first.Arrival.CompareTo(second.Arrival);
    }

    private static int ClassOf(in BatchingCandidate candidate) =>
        candidate.StepsPassedOver >= PatienceSteps ? 0 : candidate.Slack >= TimeSpan.Zero ? 1 : 2;
}
