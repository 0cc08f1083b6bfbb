using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Batching.Tests.Admission.Reference;

/// <summary>A job of the reference, and what was thought of it when a lane asked last.</summary>
internal sealed class ReferenceJob(DocumentJob job)
{
    public DocumentJob Job { get; } = job;

    public int Passed { get; set; }

    public bool CanBeInTime { get; set; }

    public Deadline NeededBy { get; set; }

    /// <summary>Tells those that are late by when they became so, from 1; 0 while somebody can still be in time with it.</summary>
    public long LateSince { get; set; }

    public bool IsLate => LateSince > 0;

    public bool IsHead { get; set; }

    public bool MayWait { get; set; }

    public long Work { get; set; }

    public long Service { get; set; }

    public long Left { get; set; }
}
