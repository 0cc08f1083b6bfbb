using System.Threading.Channels;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Training.Datasets;

namespace PaDeNer.Tools.Evaluating;

/// <summary>Texts to jobs. Text i goes to lane i modulo lanes, as extract does it, so that the same data gives the same figures.</summary>
/// <param name="extractor">Plans.</param>
/// <param name="texts">The texts.</param>
/// <param name="plans">Receives each text's plan, to be looked into once it is complete.</param>
/// <param name="fault">Is told of a text that cannot be planned.</param>
/// <param name="time">The clock.</param>
internal sealed class EvalFeed(Extractor extractor, IReadOnlyList<EvalText> texts, DocumentPlan?[] plans, Action<int, DocumentOutcome> fault, TimeProvider time)
{
    /// <summary>Feeds all texts that can be planned; the lanes' channels are complete when it returns.</summary>
    /// <returns>Null: nothing ends it before all were fed.</returns>
    public async Task<DatasetProblem?> RunAsync(IReadOnlyList<ChannelWriter<DocumentJob>> lanes, CancellationToken stop)
    {
        try
        {
            for (int i = 0; i < texts.Count; i++)
            {
                PlanResult plan = extractor.Planner.Plan(texts[i].Document);
                if (!plan.Succeeded)
                {
                    fault(i, plan.Fault);
                    continue;
                }

                plans[i] = plan.Plan;
                DocumentJob job = new(new JobTicket(i), plan.Plan, time.GetTimestamp(), Deadline.Never);
                await lanes[i % lanes.Count].WriteAsync(job, stop).ConfigureAwait(false);
            }

            return null;
        }
        catch (ChannelClosedException)
        {
            return null; // a lane has failed; whoever waits for the lanes hears of it
        }
        finally
        {
            foreach (ChannelWriter<DocumentJob> lane in lanes)
            {
                lane.TryComplete();
            }
        }
    }
}
