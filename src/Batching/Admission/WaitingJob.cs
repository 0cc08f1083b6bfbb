using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Batching.Admission;

/// <summary>A job in the queue, and how it stood when a lane asked last.</summary>
/// <param name="job">The job.</param>
/// <param name="order">Those whose results leave in one order with its own; null where its result leaves as soon as it is there.</param>
internal sealed class WaitingJob(DocumentJob job, WaitingOrder? order)
{
    public DocumentJob Job { get; } = job;

    public WaitingOrder? Order { get; } = order;

    /// <summary>Whether it can still be in time, if all before it in its order go first.</summary>
    public bool CanBeInTime { get; set; }

    /// <summary>When its outcome is needed: by its own deadline, or by that of one whose result waits for it; null where nobody can be in time with it.</summary>
    public Deadline? NeededBy { get; set; }

    /// <summary>Tells those that are late by when they became so, from 1; 0 while somebody can be in time with it.</summary>
    public long LateSince { get; set; }
}
