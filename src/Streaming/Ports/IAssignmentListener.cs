using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Ports;

/// <summary>Hears of assignments, on the poll thread, before the source acts on them. Must be quick and must not call the source.</summary>
public interface IAssignmentListener
{
    /// <summary>Partitions are ours from now on, under a new epoch; so is one that was ours before.</summary>
    void Assigned(IReadOnlyList<SourcePartition> partitions);

    /// <summary>Partitions go to another member; what was committed until now counts.</summary>
    void Revoked(IReadOnlyList<SourcePartition> partitions);

    /// <summary>Partitions are gone already: another member may be working on them.</summary>
    void Lost(IReadOnlyList<SourcePartition> partitions);
}
