using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Ports;

/// <summary>Hears of assignments, on the poll thread, before the source acts on them. Must not call the source; those that wait say so.</summary>
public interface IAssignmentListener
{
    /// <summary>Partitions are ours from now on, under a new epoch; so is one that was ours before.</summary>
    void Assigned(IReadOnlyList<SourcePartition> partitions);

    /// <summary>
    /// A partition of ours is about to be read again from where it is committed: what is finished is committed first, so that this is known. Waits for it.
    /// </summary>
    /// <returns>False where that did not end in time, so that it is not known.</returns>
    bool Settle();

    /// <summary>Partitions go to another member; what was committed until now counts.</summary>
    void Revoked(IReadOnlyList<SourcePartition> partitions);

    /// <summary>Partitions are gone already: another member may be working on them.</summary>
    void Lost(IReadOnlyList<SourcePartition> partitions);
}
