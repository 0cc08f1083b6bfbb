using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Source;

/// <summary>How far our partitions reach, where reading stands in them, and whether those who know that answer. For one consumer. Poll thread only.</summary>
internal sealed class PartitionEnds(
    IConsumer<byte[]?, byte[]?> consumer, Assignment assignment, ConsumerSteering steering, OffsetReset reset, ILogger logger)
{
    private readonly PartitionQuestions _questions = new(logger);

    /// <summary>Who has answered; nothing is known without partitions.</summary>
    public SourceState State => assignment.Held.Count > 0 ? _questions.State : default;

    /// <summary>What is known now; begins to ask for what is next.</summary>
    public IReadOnlyList<PartitionEnd> Look()
    {
        _questions.TakeAnswers(Take);
        IReadOnlyCollection<AssignedPartition> held = assignment.Held;
        List<PartitionEnd> ends = [.. held.Select(End).OfType<PartitionEnd>()];
        AssignedPartition[] unread = [.. held.Where(static one => one.NextRead is null)];
        _questions.Ask(
            Ask,
            [
                .. (unread.Length > 0 ? unread : held.Take(1)).Select(static one => new PartitionQuestion(one, OfGroup: true)),
                .. held.Select(static one => new PartitionQuestion(one, OfGroup: false)),
            ]);
        return ends;
    }

    /// <summary>Asks nothing more.</summary>
    /// <returns>Whether the consumer is free.</returns>
    public bool Finish() => _questions.Finish();

    private long Ask(PartitionQuestion question)
    {
        TopicPartition partition = KafkaRecords.Partition(question.Partition.Partition);
        return question.OfGroup
            ? consumer.Committed([partition], PartitionQuestions.Timeout)[0].Offset.Value
            : consumer.QueryWatermarkOffsets(partition, PartitionQuestions.Timeout).High.Value;
    }

    private void Take(PartitionQuestion question, long? answer)
    {
        AssignedPartition partition = question.Partition;
        if (!question.OfGroup)
        {
            partition.AnsweredEnd = answer;
        }
        else if (answer is { } committed && partition.NextRead is null)
        {
            // Nothing was read since it was assigned: its lag counts from there.
            long high = consumer.GetWatermarkOffsets(KafkaRecords.Partition(partition.Partition)).High.Value;
            partition.Expect(committed >= 0 ? committed : reset == OffsetReset.Latest ? Math.Max(0, high) : 0);
        }
    }

    // What the client has seen with its fetches is newest, as long as somebody still answers.
    private PartitionEnd? End(AssignedPartition held)
    {
        if (held.AnsweredEnd is null)
        {
            return null;
        }

        TopicPartition ours = KafkaRecords.Partition(held.Partition);
        WatermarkOffsets marks = consumer.GetWatermarkOffsets(ours);
        long? seen = marks.High.IsSpecial ? null : marks.High.Value;

        // The client's position also passes what is no record: the markers of transactions.
        Offset position = consumer.Position(ours);
        return held.End(seen, !steering.IsPaused(held)) is { } end && held.NextRead is { } read
            ? new PartitionEnd(held.Partition, end, Math.Max(Math.Max(read, marks.Low.Value), position.IsSpecial ? read : position.Value))
            : null;
    }
}
