using System.Threading.Channels;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Daemon.Extraction;

/// <summary>
/// Documents that nobody waits for, decoded before a lane takes real ones: they touch the weights, prove that the engine computes, and
/// have the code compiled that the first real document would otherwise wait for.
/// </summary>
internal static class WarmUp
{
    private const int Rounds = 3;
    private const int LeastAtOnce = 4;
    private const string Text = "Ada Lovelace met Charles Babbage of Cambridge in London. The two wrote to each other for years.";

    /// <summary>Jobs for a lane; the channel ends after them. None where the model cannot be asked even this.</summary>
    public static ChannelReader<DocumentJob> Jobs(Extractor extractor, int documentsInFlight, TimeProvider time)
    {
        Channel<DocumentJob> jobs = Channel.CreateUnbounded<DocumentJob>();
        for (int i = 0; i < Rounds * Math.Max(LeastAtOnce, documentsInFlight); i++)
        {
            PlanResult result = extractor.Planner.Plan(new Document(new DocumentId("warm-up"), Text, extractor.Labels.Default));
            if (result.Succeeded)
            {
                jobs.Writer.TryWrite(new DocumentJob(new JobTicket(-1 - i), result.Plan, time.GetTimestamp(), Deadline.Never));
            }
        }

        jobs.Writer.Complete();
        return jobs.Reader;
    }
}
