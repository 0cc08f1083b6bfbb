using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Ingress;

/// <summary>Makes and drops the objects of partitions as the source says, and tells of it. Poll thread only.</summary>
/// <param name="assignment">Where they are held.</param>
/// <param name="commits">How what is finished is committed before partitions go.</param>
/// <param name="patience">How long they stay for it.</param>
/// <param name="observer">Hears of it.</param>
/// <param name="logger">Where it is logged.</param>
internal sealed class AssignmentKeeper(
    Assignment assignment, CommitRequests commits, TimeSpan patience, IStreamObserver observer, ILogger logger) : IAssignmentListener
{
    /// <inheritdoc/>
    public void Assigned(IReadOnlyList<SourcePartition> partitions)
    {
        foreach (AssignedPartition made in assignment.Assign(partitions))
        {
            logger.PartitionAssigned(made.Partition, made.Epoch);
        }

        observer.AssignmentChanged(assignment.Held.Count);
    }

    /// <inheritdoc/>
    public bool Settle() => commits.Make(patience);

    /// <inheritdoc/>
    public void Revoked(IReadOnlyList<SourcePartition> partitions)
    {
        // At a stop the publisher has made its last commit before the source is closed.
        if (partitions.Count > 0 && assignment.Ledger.Load.Records > 0 && commits.IsOpen)
        {
            if (!commits.Make(patience, () => Revoke(partitions)))
            {
                logger.RevokedUncommitted(patience.TotalSeconds);
            }
        }
        else
        {
            Revoke(partitions);
        }

        observer.PartitionsTaken(partitions.Count, lost: false);
        observer.AssignmentChanged(assignment.Held.Count);
    }

    /// <inheritdoc/>
    public void Lost(IReadOnlyList<SourcePartition> partitions)
    {
        foreach ((SourcePartition partition, int inFlight) in Drop(partitions))
        {
            logger.PartitionLost(partition, inFlight);
        }

        observer.PartitionsTaken(partitions.Count, lost: true);
        observer.AssignmentChanged(assignment.Held.Count);
    }

    private void Revoke(IReadOnlyList<SourcePartition> partitions)
    {
        foreach ((SourcePartition partition, int inFlight) in Drop(partitions))
        {
            logger.PartitionRevoked(partition, inFlight);
        }
    }

    private IEnumerable<(SourcePartition Partition, int InFlight)> Drop(IReadOnlyList<SourcePartition> partitions)
    {
        IReadOnlyList<int> inFlight = assignment.Drop(partitions);
        foreach (SourcePartition partition in partitions)
        {
            observer.LagUnknown(partition);
        }

        return partitions.Zip(inFlight);
    }
}
