using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Batching.Admission;

/// <summary>A job in the queue, and what was thought of it when a lane asked last.</summary>
internal sealed class WaitingJob(DocumentJob job)
{
    public DocumentJob Job { get; } = job;

    /// <summary>How often it was passed over for one that goes better with what a lane has.</summary>
    public int Passed { get; set; }

    /// <summary>Whether it could be in time itself, those before it in its order served first.</summary>
    public bool CanBeInTime { get; set; }

    /// <summary>When its outcome is needed: by its own deadline, or by that of one whose result waits for it. Means nothing while it is late.</summary>
    public Deadline NeededBy { get; set; }

    /// <summary>Tells those that are late by when they became so, from 1; 0 while somebody can still be in time with it.</summary>
    public long LateSince { get; set; }

    public bool IsLate => LateSince > 0;

    /// <summary>Whether no result before its own waits for a document in the queue.</summary>
    public bool IsHead { get; set; }

    /// <summary>Whether no result that could be in time waits for it, so that nobody but itself is late where it waits.</summary>
    public bool MayWait { get; set; }

    /// <summary>Seconds of the lane's time that it costs.</summary>
    public double Work { get; set; }

    /// <summary>Seconds from its begin to its end.</summary>
    public double Service { get; set; }

    /// <summary>Seconds until its outcome is needed; infinite where it never is.</summary>
    public double Left { get; set; }
}
