using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Ports;

namespace PaDeNer.Streaming.Ingress;

/// <summary>
/// Pauses partitions on their own: those whose head holds back so much that they would use up what all have together, and those that are halted.
/// Poll thread only.
/// </summary>
/// <param name="source">What is paused.</param>
/// <param name="assignment">Our partitions and what is in flight of them.</param>
/// <param name="records">A partition is paused at this many records in flight and resumed at half of it.</param>
/// <param name="bytes">The same in bytes.</param>
/// <param name="observer">Hears how many are halted.</param>
/// <param name="time">For how often halts are logged.</param>
/// <param name="logger">Where halts are logged.</param>
internal sealed class PartitionFlowControl(
    IRecordSource source, Assignment assignment, int records, long bytes, IStreamObserver observer, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan SteerApart = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan TellAgain = TimeSpan.FromMinutes(1);

    private int _halted;
    private long? _steered;

    /// <summary>Pauses and resumes as the ledger stands.</summary>
    /// <param name="total">What is in flight in all.</param>
    public void Steer(LedgerLoad total)
    {
        int halted = assignment.Ledger.Halted;
        if ((halted == 0 && _halted == 0 && total.Records < records && total.Bytes < bytes && !assignment.Held.Any(static one => one.IsPaused))
            || (_steered is { } last && time.GetElapsedTime(last) < SteerApart))
        {
            return;
        }

        _steered = time.GetTimestamp();
        if (_halted != halted)
        {
            _halted = halted;
            observer.Halted(halted);
        }

        // With one partition alone there is nobody to leave room for.
        bool isAlone = assignment.Held.Count == 1;
        foreach (AssignedPartition partition in assignment.Held)
        {
            PartitionLoad now = assignment.Ledger.Look(partition);
            if (now.Halted is { } halt)
            {
                TellOf(partition, halt);
            }

            Steer(partition, now, isAlone);
        }
    }

    private void Steer(AssignedPartition partition, PartitionLoad now, bool isAlone)
    {
        (LedgerLoad load, HaltedPartition? halt) = now;
        bool isFull = !isAlone && (load.Records >= records || load.Bytes >= bytes);
        bool hasRoom = isAlone || (load.Records <= records / 2 && load.Bytes <= bytes / 2);
        if (partition.IsPaused && halt is null && hasRoom)
        {
            partition.IsPaused = false;
            source.Resume(partition.Partition);
            logger.PartitionResumed(partition.Partition, load.Records, load.Bytes);
        }

        if (!partition.IsPaused && (halt is not null || isFull))
        {
            partition.IsPaused = true;
            source.Pause(partition.Partition);
            logger.PartitionPaused(partition.Partition, load.Records, load.Bytes);
        }
    }

    private void TellOf(AssignedPartition partition, HaltedPartition halt)
    {
        if (partition.HaltToldAt is not { } told || time.GetElapsedTime(told) >= TellAgain)
        {
            partition.HaltToldAt = time.GetTimestamp();
            logger.PartitionHalted(halt.Position, halt.Reason);
        }
    }
}
