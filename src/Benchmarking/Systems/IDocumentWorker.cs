using System.Threading.Channels;

namespace PaDeNer.Benchmarking.Systems;

/// <summary>The way a baseline works through documents, on one engine and one thread.</summary>
internal interface IDocumentWorker
{
    /// <summary>Works until the queue ends; completes each submission with its last token.</summary>
    void Run(ChannelReader<Submission> queue);
}
