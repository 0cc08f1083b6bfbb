using System.Threading.Channels;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;

namespace PaDeNer.Daemon.Extraction;

/// <summary>The daemon's queues before and after the engine, bounded, made here; a stage is handed one end.</summary>
/// <param name="queueLength">Outcomes that may wait to be published.</param>
internal sealed class ExtractionChannels(int queueLength)
{
    /// <summary>Read documents, waiting for the engine. Few: in here an urgent document cannot go past others.</summary>
    public Channel<IncomingDocument> Documents { get; } = Channel.CreateBounded<IncomingDocument>(Math.Max(1, queueLength / 8));

    /// <summary>How many wait in each.</summary>
    public (int Documents, int Outcomes) Lengths() => (Documents.Reader.Count, Outcomes.Reader.Count);

    /// <summary>Ended documents, waiting to be published.</summary>
    public Channel<JobOutcome> Outcomes { get; } = Channel.CreateBounded<JobOutcome>(new BoundedChannelOptions(queueLength) { SingleReader = true });
}
