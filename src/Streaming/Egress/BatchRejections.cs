using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Egress;

/// <summary>
/// What becomes of the records of a batch that the broker does not take: a result is replaced by a dead letter, a dead letter halts its partition in
/// front of it. For one batch.
/// </summary>
internal sealed class BatchRejections(IReadOnlyList<PendingResult> results, ILogger logger)
{
    private readonly Dictionary<SinkRecord, PendingResult> _byRecord = new(
        results.Select(static one => KeyValuePair.Create(one.Record, one)), ReferenceEqualityComparer.Instance);
    private readonly Dictionary<PendingResult, SinkRecord> _letters = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<SourcePartition, HaltedPartition> _halts = [];

    /// <summary>The partitions that cannot go on.</summary>
    public IEnumerable<HaltedPartition> Halts => _halts.Values;

    /// <summary>Whether a dead letter takes a result's place.</summary>
    public bool Replaced(PendingResult result) => _letters.ContainsKey(result);

    /// <summary>Whether a result lies at or behind the halt of its partition, so that its offset does not move.</summary>
    public bool Held(PendingResult result) => Held(result.Finished.Record.Position);

    /// <summary>What is to be written instead.</summary>
    public IReadOnlyList<SinkRecord> Replace(IReadOnlyList<RejectedRecord> rejected)
    {
        List<(SourcePosition Position, SinkRecord Letter)> letters = [];
        foreach (RejectedRecord one in rejected)
        {
            PendingResult result = _byRecord[one.Record];
            SourceRecord source = result.Finished.Record;
            if (one.Record.Topic == SinkTopic.DeadLetter)
            {
                Halt(source.Position, one.Reason);
                continue;
            }

            SinkRecord letter = DeadLetterWriter.Write(source, FaultNames.ResultTooLarge, one.Reason, FaultNames.Publishing) with
            {
                FromPartition = one.Record.FromPartition,
                Timestamp = one.Record.Timestamp,
            };
            _byRecord.Add(letter, result);
            _letters[result] = letter;
            letters.Add((source.Position, letter));
            logger.RecordDeadLettered(source.Position, FaultNames.ResultTooLarge, one.Reason);
        }

        return [.. letters.Where(one => !Held(one.Position)).Select(static one => one.Letter)];
    }

    /// <summary>All that is to be written of the batch: its results, replaced where they were, up to the halts.</summary>
    public IReadOnlyList<SinkRecord> Records() => [.. results.Where(one => !Held(one)).Select(one => _letters.GetValueOrDefault(one, one.Record))];

    private bool Held(SourcePosition position) => _halts.TryGetValue(position.Partition, out HaltedPartition? halt) && position.Offset >= halt.Position.Offset;

    private void Halt(SourcePosition position, string reason)
    {
        if (!_halts.TryGetValue(position.Partition, out HaltedPartition? halt) || position.Offset < halt.Position.Offset)
        {
            _halts[position.Partition] = new HaltedPartition(position, reason);
        }
    }
}
