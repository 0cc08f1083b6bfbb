using PaDeNer.Batching.Execution;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Ports;

/// <summary>Hears what the stream does; turned into metrics and health elsewhere. Called on the poll thread and by the publisher, so it is safe for threads and quick.</summary>
public interface IStreamObserver
{
    /// <summary>The poll thread is alive. Called at least once a second while the daemon consumes or drains, not while it waits for a broker at its start.</summary>
    void Polled();

    /// <summary>The number of partitions we hold has changed.</summary>
    void AssignmentChanged(int partitions);

    /// <summary>Partitions were taken away.</summary>
    /// <param name="partitions">How many.</param>
    /// <param name="lost">Whether they were gone already when we were told; else they were given up in good order.</param>
    void PartitionsTaken(int partitions, bool lost);

    /// <summary>Who answers the source; told as often as lag.</summary>
    void Source(SourceState state);

    /// <summary>A record was read.</summary>
    void Consumed(SourceRecord record);

    /// <summary>A document has ended and its result is committed.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="fault">The wire name of the fault it was dead-lettered for (<see cref="FaultNames"/>); null where its entities were published.</param>
    /// <param name="latency">Received to committed.</param>
    void Completed(JobOutcome outcome, string? fault, TimeSpan latency);

    /// <summary>A record was dead-lettered.</summary>
    /// <param name="fault">The fault's wire name (<see cref="FaultNames"/>).</param>
    void DeadLettered(string fault);

    /// <summary>Entities of a document were published.</summary>
    void Published(int entities);

    /// <summary>A commit batch went through.</summary>
    void Committed(int records, TimeSpan duration);

    /// <summary>Records were written.</summary>
    void Sent(SinkTopic topic, int records);

    /// <summary>The number of partitions that cannot go on has changed: a record of theirs is neither published nor dead-lettered.</summary>
    void Halted(int partitions);

    /// <summary>Records read and not committed yet, and their bytes.</summary>
    void InFlight(int records, long bytes);

    /// <summary>What holds the stream up, in timestamps of the daemon's TimeProvider; told as often as <see cref="Polled"/>.</summary>
    /// <param name="undecoded">When the oldest record without an outcome was read; null where there is none.</param>
    /// <param name="uncommitted">When the oldest record that only waits for its commit was read; null where there is none.</param>
    void Waiting(long? undecoded, long? uncommitted);

    /// <summary>Outcomes were dropped because their partition had been taken away.</summary>
    void Voided(int records);

    /// <summary>Records of a partition between its commit watermark and its end.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="records">How many; as far as offsets tell.</param>
    /// <param name="oldest">The record timestamp (ms since 1970) of the first one that is not committed; null where it has not been read or has none.</param>
    void Lag(SourcePartition partition, long records, long? oldest);

    /// <summary>The lag of a partition is not known: it is no longer ours, or nobody answers.</summary>
    void LagUnknown(SourcePartition partition);

    /// <summary>A document is decoded alone: the process ended while it was in decoding.</summary>
    void DecodedAlone()
    {
    }

    /// <summary>Fetching was paused or resumed because of back-pressure.</summary>
    void Paused(bool paused);
}
