using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Source;

/// <summary>
/// Sees that partitions are read from where they are committed. A client that waits for the committed offset of a partition, because a transaction is open on
/// it, and is given or loses other partitions meanwhile goes on as if nothing were committed: it would begin at Kafka:OffsetReset, and do everything
/// twice or leave much out. Poll thread only.
/// </summary>
/// <param name="committed">The committed offset of a partition, once no transaction is open on it; negative where there is none.</param>
/// <param name="reset">Where the client begins that thinks that nothing is committed.</param>
/// <param name="logger">Where it is logged.</param>
internal sealed class BeginCheck(Func<SourcePartition, long> committed, OffsetReset reset, ILogger logger)
{
    private readonly HashSet<SourcePartition> _notBegun = [];

    /// <summary>Partitions were assigned.</summary>
    public void Assigned(IEnumerable<SourcePartition> partitions) => _notBegun.UnionWith(partitions);

    /// <summary>Where a partition is to be read from instead; null where it is read well. Asks with the first record of an assignment.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="offset">The offset that was read.</param>
    public long? GoTo(SourcePartition partition, long offset)
    {
        if (!_notBegun.Contains(partition))
        {
            return null;
        }

        try
        {
            long? from = PositionReset.BeginAt(offset, committed(partition), reset);
            _notBegun.Remove(partition);
            if (from is { } start)
            {
                logger.BeginsElsewhere(partition, offset, start);
            }

            return from;
        }
        catch (KafkaException exception)
        {
            logger.BeginUnknown(partition, exception.Error.Code, exception.Error.Reason);
            return offset;
        }
    }
}
