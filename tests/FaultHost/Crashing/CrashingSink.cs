using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.FaultHost.Crashing;

/// <summary>A sink with a crash point before and after each batch.</summary>
internal sealed class CrashingSink(IRecordSink inner, CrashPlan plan, PresentMoment moment) : IRecordSink, IDisposable
{
    public bool IsAtomic => inner.IsAtomic;

    public Task OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);

    public async Task<CommitResult> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        moment.RecordsOfBatch = batch.Records.Count;
        plan.Pass(CrashPoint.BeforeBatch);
        CommitResult result = await inner.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        plan.Pass(CrashPoint.AfterBatch);
        return result;
    }

    public void Dispose() => (inner as IDisposable)?.Dispose();
}
