using Microsoft.Extensions.Logging;
using PaDeNer.Daemon.Offsets;
using PaDeNer.Daemon.Streams;

namespace PaDeNer.Daemon.Ingress;

/// <summary>
/// Partitions that are paused on their own: those whose head holds back so much that they would use up what all have together, and those that are
/// halted. Poll thread only.
/// </summary>
/// <param name="source">What is paused.</param>
/// <param name="ledger">Knows what is in flight.</param>
/// <param name="records">A partition is paused at this many records in flight and resumed at half of it.</param>
/// <param name="bytes">The same in bytes.</param>
/// <param name="observer">Hears how many are halted.</param>
/// <param name="time">For how often halts are logged.</param>
/// <param name="logger">Where halts are logged.</param>
internal sealed class PartitionValves(
    IRecordSource source, OffsetLedger ledger, int records, long bytes, IStreamObserver observer, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan SteerApart = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan SayAgain = TimeSpan.FromMinutes(1);

    private readonly Dictionary<SourcePartition, AssignmentEpoch> _closed = [];
    private readonly Dictionary<SourcePosition, long> _said = [];
    private int _halted;
    private long? _steered;

    /// <summary>Whether a partition is paused on its own.</summary>
    public bool IsClosed(SourcePartition partition) => _closed.ContainsKey(partition);

    /// <summary>Pauses and resumes as the ledger stands.</summary>
    /// <param name="total">What is in flight in all.</param>
    public void Steer(LedgerLoad total)
    {
        IReadOnlyList<HaltedPartition> halts = ledger.Halts;
        if ((_closed.Count == 0 && halts.Count == 0 && _halted == 0 && total.Records < records && total.Bytes < bytes)
            || (_steered is { } last && time.GetElapsedTime(last) < SteerApart))
        {
            return;
        }

        _steered = time.GetTimestamp();
        TellOf(halts);
        IReadOnlyList<PartitionLoad> loads = ledger.Loads();
        HashSet<SourcePartition> halted = [.. halts.Select(static one => one.Position.Partition)];
        foreach ((PartitionAssignment assignment, LedgerLoad load) in loads)
        {
            // With one partition alone there is nobody to leave room for.
            Steer(assignment, load, halted.Contains(assignment.Partition), isAlone: loads.Count == 1);
        }

        if (_closed.Count > 0)
        {
            HashSet<SourcePartition> held = [.. loads.Select(static one => one.Assignment.Partition)];
            foreach (SourcePartition gone in _closed.Keys.Where(partition => !held.Contains(partition)).ToArray())
            {
                _closed.Remove(gone);
            }
        }
    }

    private void Steer(PartitionAssignment assignment, LedgerLoad load, bool isHalted, bool isAlone)
    {
        (SourcePartition partition, AssignmentEpoch epoch) = assignment;
        bool isClosed = _closed.TryGetValue(partition, out AssignmentEpoch closed);
        bool isFull = !isAlone && (load.Records >= records || load.Bytes >= bytes);
        bool hasRoom = isAlone || (load.Records <= records / 2 && load.Bytes <= bytes / 2);
        if (isClosed && !isHalted && (hasRoom || closed != epoch))
        {
            _closed.Remove(partition);
            source.Resume(partition);
            logger.PartitionResumed(partition, load.Records, load.Bytes);
            isClosed = false;
        }

        if ((isHalted || isFull) && (!isClosed || closed != epoch))
        {
            _closed[partition] = epoch;
            source.Pause(partition);
            logger.PartitionPaused(partition, load.Records, load.Bytes);
        }
    }

    private void TellOf(IReadOnlyList<HaltedPartition> halts)
    {
        if (_halted != halts.Count)
        {
            _halted = halts.Count;
            observer.Halted(_halted);
        }

        foreach (HaltedPartition halt in halts)
        {
            if (!_said.TryGetValue(halt.Position, out long said) || time.GetElapsedTime(said) >= SayAgain)
            {
                _said[halt.Position] = time.GetTimestamp();
                logger.PartitionHalted(halt.Position, halt.Reason);
            }
        }
    }
}
