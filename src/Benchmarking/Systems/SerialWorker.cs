using System.Threading.Channels;

namespace PaDeNer.Benchmarking.Systems;

/// <summary>A worker that decodes one document at a time.</summary>
/// <param name="clock">Started with each document and stopped after it.</param>
/// <param name="decode">Decodes one document; returns when its last token is decoded.</param>
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
