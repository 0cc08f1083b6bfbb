using System.Threading.Channels;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;

namespace PaDeNer.Daemon.Extraction;

/// <summary>The daemon's queues between stages, all bounded, all made here; a stage is handed one end.</summary>
/// <param name="queueLength">Documents that may wait between two stages.</param>
/// <param name="time">The clock that deadlines are told by.</param>
/// <param name="order">In what order planned documents wait.</param>
internal sealed class ExtractionChannels(int queueLength, TimeProvider time, QueueOrder order = QueueOrder.FewestLate) : IDisposable
{
    /// <summary>Read documents, waiting to be planned. Few: in here an urgent document cannot go past others.</summary>
    public Channel<IncomingDocument> Documents { get; } = Channel.CreateBounded<IncomingDocument>(Math.Max(1, queueLength / 8));

    /// <summary>Planned documents, waiting for a lane; all lanes take from here.</summary>
    public DeadlineJobs Jobs { get; } = new(queueLength, time, order);

    /// <summary>Ended documents, waiting to be published.</summary>
    public Channel<JobOutcome> Outcomes { get; } = Channel.CreateBounded<JobOutcome>(new BoundedChannelOptions(queueLength) { SingleReader = true });

    /// <inheritdoc/>
    public void Dispose() => Jobs.Dispose();

    /// <summary>Writes from a thread that may block; returns once there was room.</summary>
    public static void Emit(ChannelWriter<JobOutcome> outcomes, JobOutcome outcome, CancellationToken abandon)
    {
        while (!outcomes.TryWrite(outcome))
        {
            if (!outcomes.WaitToWriteAsync(abandon).AsTask().GetAwaiter().GetResult())
            {
                throw new ChannelClosedException();
            }
        }
    }
}
