using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.FaultHost.Crashing;

/// <summary>A source with crash points around it and around what listens to its assignments.</summary>
/// <param name="inner">The real one.</param>
/// <param name="plan">Where to end.</param>
/// <param name="moment">Is told while partitions are being taken away.</param>
internal sealed class CrashingSource(IRecordSource inner, CrashPlan plan, PresentMoment moment) : IRecordSource
{
    public void Open(IAssignmentListener listener, CancellationToken stop) => inner.Open(new Listener(listener, plan, moment), stop);

    public SourceRecord? Poll(TimeSpan timeout)
    {
        SourceRecord? record = inner.Poll(timeout);
        if (record is not null)
        {
            plan.Pass(CrashPoint.AfterPoll);
        }

        return record;
    }

    public void Pause() => inner.Pause();

    public void Resume() => inner.Resume();

    public void Pause(SourcePartition partition) => inner.Pause(partition);

    public void Resume(SourcePartition partition) => inner.Resume(partition);

    public void Rewind(SourcePartition partition, long offset) => inner.Rewind(partition, offset);

    public IReadOnlyList<PartitionEnd> Ends() => inner.Ends();

    public SourceState State => inner.State;

    public void Renew() => inner.Renew();

    public void Close()
    {
        plan.Pass(CrashPoint.BeforeClose);
        inner.Close();
    }

    private sealed class Listener(IAssignmentListener inner, CrashPlan plan, PresentMoment moment) : IAssignmentListener
    {
        public void Assigned(IReadOnlyList<SourcePartition> partitions)
        {
            inner.Assigned(partitions);
            plan.Pass(CrashPoint.AfterAssigned);
        }

        public bool Settle() => inner.Settle();

        public void Revoked(IReadOnlyList<SourcePartition> partitions)
        {
            plan.Pass(CrashPoint.BeforeRevoked);
            moment.IsRevoking = true;
            inner.Revoked(partitions);
            moment.IsRevoking = false;
            plan.Pass(CrashPoint.AfterRevoked);
        }

        public void Lost(IReadOnlyList<SourcePartition> partitions) => inner.Lost(partitions);
    }
}
