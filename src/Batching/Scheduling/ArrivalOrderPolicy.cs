using PaDeNer.Batching.Admission;

namespace PaDeNer.Batching.Scheduling;

/// <summary>First come, first served.</summary>
public sealed class ArrivalOrderPolicy : IBatchingPolicy
{
    /// <summary>The name configuration uses.</summary>
    public const string PolicyName = "arrival-order";

    /// <inheritdoc/>
    public string Name => PolicyName;

    /// <inheritdoc/>
    public QueueOrder Queue => QueueOrder.Arrival;

    /// <inheritdoc/>
    public bool SparesTightest => true;

    /// <inheritdoc/>
    public int Compare(in BatchingCandidate first, in BatchingCandidate second) => first.Arrival.CompareTo(second.Arrival);
}
