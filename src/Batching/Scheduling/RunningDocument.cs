using PaDeNer.Batching.Admission;

namespace PaDeNer.Batching.Scheduling;

/// <summary>A document in decoding: which of its windows run, and since when.</summary>
internal sealed class RunningDocument(DocumentJob job, long arrival)
{
    public DocumentJob Job { get; } = job;

    public BatchingCandidate Candidate { get; } = new(arrival, job.Deadline);

    /// <summary>First window not admitted yet.</summary>
    public int NextWindow { get; set; }

    public int WindowsRunning { get; set; }

    /// <summary>Timestamp of its first step; null before.</summary>
    public long? FirstStep { get; set; }

    /// <summary>Number of its first step.</summary>
    public long FirstStepNumber { get; set; }

    public bool HasMoreWindows => NextWindow < Job.Plan.Windows.Count;
}
