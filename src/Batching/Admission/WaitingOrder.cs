using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Batching.Admission;

/// <summary>What is known of the jobs of one order, between two of them, while the queue goes over all that wait.</summary>
internal sealed class WaitingOrder
{
    /// <summary>Jobs of it that wait.</summary>
    public int Jobs { get; set; }

    /// <summary>A lane's time that those gone over cost, the oldest first.</summary>
    public TimeSpan Ahead { get; set; }

    /// <summary>When the first of those gone over is needed, the newest first; null where none can be in time.</summary>
    public Deadline? NeededBy { get; set; }
}
