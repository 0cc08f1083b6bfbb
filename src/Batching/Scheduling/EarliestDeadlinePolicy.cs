using PaDeNer.Batching.Admission;

namespace PaDeNer.Batching.Scheduling;

/// <summary>
/// The earliest deadline first, in the queue and in a step, whether it can be met or not: the plain baseline, which needs to know nothing
/// of what documents take. Under a lasting load, whoever has no deadline waits for ever.
/// </summary>
public sealed class EarliestDeadlinePolicy : IBatchingPolicy
{
    /// <summary>The name configuration uses.</summary>
    public const string PolicyName = "earliest-deadline";

    /// <inheritdoc/>
    public string Name => PolicyName;

    /// <inheritdoc/>
    public QueueOrder Queue => QueueOrder.Deadline;

    /// <inheritdoc/>
    public bool SparesTightest => false;

    /// <inheritdoc/>
    public int Compare(in BatchingCandidate first, in BatchingCandidate second)
    {
        int byDeadline = first.Due.Timestamp.CompareTo(second.Due.Timestamp);
        return byDeadline != 0 ? byDeadline : first.Arrival.CompareTo(second.Arrival);
    }
}
