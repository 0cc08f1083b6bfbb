using System.Collections.Concurrent;
using PaDeNer.Batching.Execution;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Testing.Streams;

/// <summary>Remembers what it heard.</summary>
public sealed class RecordingObserver : IStreamObserver
{
    public ConcurrentQueue<string> Heard { get; } = new();

    public ConcurrentDictionary<SourcePartition, long> Lags { get; } = new();

    public int Partitions { get; private set; }

    public int Records { get; private set; } = -1;

    public void Polled()
    {
    }

    public void AssignmentChanged(int partitions) => Partitions = partitions;

    public SourceState? Answers { get; private set; }

    public ConcurrentDictionary<SourcePartition, long?> OldestTimestamps { get; } = new();

    public void PartitionsTaken(int partitions, bool lost) => Heard.Enqueue($"{partitions} {(lost ? "lost" : "revoked")}");

    public void Source(SourceState state) => Answers = state;

    public void Consumed(SourceRecord record) => Heard.Enqueue($"consumed {record.Position}");

    public void Completed(JobOutcome outcome, string? fault, TimeSpan latency) => Heard.Enqueue($"completed {outcome.Ticket} {fault}".TrimEnd());

    public void DeadLettered(string fault) => Heard.Enqueue($"dead-lettered {fault}");

    public void Published(int entities) => Heard.Enqueue($"published {entities}");

    public void Committed(int records, TimeSpan duration) => Heard.Enqueue($"committed {records}");

    public void InFlight(int records, long bytes) => Records = records;

    public void Waiting(long? undecoded, long? uncommitted)
    {
    }

    public void Sent(SinkTopic topic, int records) => Heard.Enqueue($"sent {records} to {topic}");

    public void Halted(int partitions) => Heard.Enqueue($"halted {partitions}");

    public void Voided(int records) => Heard.Enqueue($"voided {records}");

    public void Lag(SourcePartition partition, long records, long? oldest) => (Lags[partition], OldestTimestamps[partition]) = (records, oldest);

    public void LagUnknown(SourcePartition partition) => Lags.TryRemove(partition, out _);

    public void Paused(bool paused) => Heard.Enqueue(paused ? "paused" : "resumed");
}
