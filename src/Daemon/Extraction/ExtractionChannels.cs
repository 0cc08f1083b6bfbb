using System.Threading.Channels;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;

namespace PaDeNer.Daemon.Extraction;

/// <summary>The daemon's queues between stages, all bounded, all made here; a stage is handed one end.</summary>
/// <param name="queueLength">Documents that may wait between two stages.</param>
/// <param name="jobsLength">Planned documents that may wait for a lane; few, because a plan holds its tokens.</param>
internal sealed class ExtractionChannels(int queueLength, int jobsLength)
{
    /// <summary>Read documents, waiting to be planned.</summary>
    public Channel<IncomingDocument> Documents { get; } = Channel.CreateBounded<IncomingDocument>(queueLength);

    /// <summary>Planned documents, waiting for a lane.</summary>
    public Channel<DocumentJob> Jobs { get; } = Channel.CreateBounded<DocumentJob>(jobsLength);

    /// <summary>Ended documents, waiting to be published.</summary>
    public Channel<JobOutcome> Outcomes { get; } = Channel.CreateBounded<JobOutcome>(new BoundedChannelOptions(queueLength) { SingleReader = true });

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
