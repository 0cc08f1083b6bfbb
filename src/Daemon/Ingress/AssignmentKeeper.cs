using Microsoft.Extensions.Logging;
using PaDeNer.Daemon.Offsets;
using PaDeNer.Daemon.Streams;

namespace PaDeNer.Daemon.Ingress;

/// <summary>Keeps the ledger in step with the assignment. Poll thread only.</summary>
internal sealed class AssignmentKeeper(OffsetLedger ledger, IStreamObserver observer, ILogger logger) : IAssignmentListener
{
    private readonly HashSet<SourcePartition> _held = [];

    /// <inheritdoc/>
    public void Assigned(IReadOnlyList<PartitionAssignment> assignments)
    {
        foreach (PartitionAssignment assignment in assignments)
        {
            ledger.Assign(assignment);
            _held.Add(assignment.Partition);
            logger.PartitionAssigned(assignment.Partition, assignment.Epoch);
        }

        observer.AssignmentChanged(_held.Count);
    }

    /// <inheritdoc/>
    public void Revoked(IReadOnlyList<SourcePartition> partitions)
    {
        foreach (SourcePartition partition in partitions)
        {
            logger.PartitionRevoked(partition, Drop(partition));
        }

        observer.AssignmentChanged(_held.Count);
    }

    /// <inheritdoc/>
    public void Lost(IReadOnlyList<SourcePartition> partitions)
    {
        foreach (SourcePartition partition in partitions)
        {
            logger.PartitionLost(partition, Drop(partition));
        }

        observer.AssignmentChanged(_held.Count);
    }

    private int Drop(SourcePartition partition)
    {
        _held.Remove(partition);
        observer.LagEnded(partition);
        return ledger.Revoke(partition);
    }
}
