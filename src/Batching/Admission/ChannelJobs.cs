using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace PaDeNer.Batching.Admission;

/// <summary>Jobs in the order in which they were written, for one lane or for many.</summary>
/// <param name="reader">Where they come from; completing it ends the jobs.</param>
internal sealed class ChannelJobs(ChannelReader<DocumentJob> reader) : IJobSource
{
    /// <inheritdoc/>
    public int Waiting => reader.CanCount ? reader.Count : int.MaxValue;

    /// <inheritdoc/>
    public bool TryTake(in JobRequest request, [NotNullWhen(true)] out DocumentJob? job) => reader.TryRead(out job);

    /// <inheritdoc/>
    public bool WaitForJob(CancellationToken abandon)
    {
        ValueTask<bool> wait = reader.WaitToReadAsync(abandon);
        return wait.IsCompletedSuccessfully ? wait.Result : wait.AsTask().GetAwaiter().GetResult();
    }
}
