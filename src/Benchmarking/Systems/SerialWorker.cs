using System.Threading.Channels;

namespace PaDeNer.Benchmarking.Systems;

/// <summary>One document after the other.</summary>
/// <param name="clock">Runs while there is a document.</param>
/// <param name="decode">Decodes one.</param>
internal sealed class SerialWorker(WorkClock clock, Action<Submission> decode) : IDocumentWorker
{
    public void Run(ChannelReader<Submission> queue)
    {
        while (queue.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (queue.TryRead(out Submission? submission))
            {
                if (submission.IsForget)
                {
                    submission.Complete(); // it keeps nothing
                    continue;
                }

                clock.Start();
                try
                {
                    decode(submission);
                }
                catch (Exception failure)
                {
                    submission.Fail(failure);
                    throw;
                }

                clock.Stop();
                submission.Complete();
            }
        }
    }
}
