using PaDeNer.Batching.Execution;
using PaDeNer.FaultHost.Crashing;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.FaultHost;

/// <summary>Counts what tests ask for when the process ends: results that were void because their partition had gone.</summary>
/// <param name="plan">Where the process ends itself.</param>
internal sealed class QuietObserver(CrashPlan plan) : IStreamObserver
{
    private long _voided;
    private long _committed;

    public long VoidedInAll => Interlocked.Read(ref _voided);

    public long CommittedInAll => Interlocked.Read(ref _committed);

    public void DecodedAlone() => plan.Pass(CrashPoint.WhileAlone);

    public void Polled()
    {
    }

    public void AssignmentChanged(int partitions)
    {
    }

    public void PartitionsTaken(int partitions, bool lost)
    {
    }

    public void Source(SourceState state)
    {
    }

    public void Consumed(SourceRecord record)
    {
    }

    public void Completed(JobOutcome outcome, string? fault, TimeSpan latency)
    {
    }

    public void DeadLettered(string fault)
    {
    }

    public void Published(int entities)
    {
    }

    public void Committed(int records, TimeSpan duration) => Interlocked.Add(ref _committed, records);

    public void Sent(SinkTopic topic, int records)
    {
    }

    public void Halted(int partitions)
    {
    }

    public void InFlight(int records, long bytes)
    {
    }

    public void Waiting(long? undecoded, long? uncommitted)
    {
    }

    public void Voided(int records) => Interlocked.Add(ref _voided, records);

    public void Lag(SourcePartition partition, long records, long? oldest)
    {
    }

    public void LagUnknown(SourcePartition partition)
    {
    }

    public void Paused(bool paused)
    {
    }
}
