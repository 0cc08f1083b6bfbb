using System.Threading.Channels;

namespace PaDeNer.FaultHost.Crashing;

/// <summary>A channel's writer with a crash point in front of each item.</summary>
internal sealed class CrashingWriter<T>(ChannelWriter<T> inner, CrashPlan plan, string point) : ChannelWriter<T>
{
    public override bool TryWrite(T item)
    {
        plan.Pass(point);
        return inner.TryWrite(item);
    }

    public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) => inner.WaitToWriteAsync(cancellationToken);

    public override bool TryComplete(Exception? error = null) => inner.TryComplete(error);
}
