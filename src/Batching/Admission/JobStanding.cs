namespace PaDeNer.Batching.Admission;

/// <summary>What the queue thinks of a job.</summary>
internal enum JobStanding
{
    /// <summary>Nobody has looked at it yet.</summary>
    Unjudged,

    /// <summary>Somebody can still be in time with it: itself, or one whose result waits for its own.</summary>
    Needed,

    /// <summary>Nobody can any more.</summary>
    Late,
}
