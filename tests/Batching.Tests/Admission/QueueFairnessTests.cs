using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Decoding.Planning;
using PaDeNer.Testing.Engines;
using PaDeNer.Testing.Runs;
using PaDeNer.Testing.Time;

namespace PaDeNer.Batching.Tests.Admission;

/// <summary>How long the queue lets a document wait for others, over random arrivals and lanes that ask at random.</summary>
public class QueueFairnessTests
{
    private static readonly TimeSpan Service = TimeSpan.FromMilliseconds(10);

    [Fact]
    public void A_late_document_is_taken_within_eight_times_as_many_as_are_late_with_it()
    {
        int late = 0;
        for (int seed = 0; seed < RunLength.Of(40, 1000); seed++)
        {
            Dictionary<long, int> takenBy = [];
            Run(
                seed,
                (queue, taken, now) =>
                {
                    // Those found late now come after all that were late before, and one in eight is one of the late.
                    DocumentJob[] found = [.. queue.Where(job => !takenBy.ContainsKey(job.Ticket.Value) && IsLate(job, now))];
                    int waiting = takenBy.Count + found.Length;
                    Array.ForEach(found, job => takenBy[job.Ticket.Value] = taken + (DeadlineJobs.LateShare * waiting));
                    late += found.Length;
                },
                (job, taken, _) =>
                {
                    takenBy.Remove(job.Ticket.Value);
                    Assert.All(takenBy, entry => Assert.True(taken < entry.Value, $"seed {seed}: document {entry.Key} still waits after {taken} were taken."));
                });
        }

        Assert.True(late > 1000, $"Only {late} documents were late.");
    }

    [Fact]
    public void Four_at_most_of_those_due_at_the_same_time_are_taken_before_one_that_came_first()
    {
        int overtakings = 0;
        for (int seed = 0; seed < RunLength.Of(40, 1000); seed++)
        {
            Dictionary<long, int> overtaken = [];
            Run(seed, static (_, _, _) => { }, (job, _, queue) =>
            {
                foreach (DocumentJob other in queue.Where(other => other.Deadline == job.Deadline && other.Ticket.Value < job.Ticket.Value))
                {
                    int times = overtaken[other.Ticket.Value] = overtaken.GetValueOrDefault(other.Ticket.Value) + 1;
                    Assert.True(times <= 4, $"seed {seed}: document {other.Ticket} was overtaken {times} times.");
                    overtakings++;
                }
            });
        }

        Assert.True(overtakings > 500, $"Only {overtakings} times was a document overtaken.");
    }

    private static bool IsLate(DocumentJob job, ManualTimeProvider now) => job.Deadline.Slack(now) < Service;

    /// <summary>Writes and takes in turn, somewhat more of the former, then takes the rest.</summary>
    /// <param name="seed">Another seed, other documents.</param>
    /// <param name="taking">Is told what waits and how many were taken, before one is taken.</param>
    /// <param name="taken">Is told which one was taken, how many that makes, and what waits still.</param>
    private static void Run(int seed, Action<List<DocumentJob>, int, ManualTimeProvider> taking, Action<DocumentJob, int, List<DocumentJob>> taken)
    {
        const int Documents = 200;
        Random random = new(seed);
        TestModel model = new();
        DocumentPlan[] plans = [.. Enumerable.Range(1, 6).Select(i => model.Plan(string.Join(' ', Enumerable.Repeat("word", i * i))))];
        ManualTimeProvider time = new();
        using DeadlineJobs jobs = new(Documents, time);
        List<DocumentJob> queue = [];
        for (int written = 0, count = 0; count < Documents;)
        {
            if (written < Documents && (queue.Count == 0 || random.Next(5) < 3))
            {
                DocumentJob job = new(new JobTicket(written++), plans[random.Next(plans.Length)], time.GetTimestamp(), DrawDeadline(random, time));
                Assert.True(jobs.TryWrite(job));
                queue.Add(job);
                time.Advance(TimeSpan.FromMilliseconds(random.Next(4)));
                continue;
            }

            int documents = random.Next(3);
            taking(queue, count, time);
            Assert.True(jobs.TryTake(new JobRequest(0, documents, documents * random.Next(60), time.GetTimestamp(), Service), out DocumentJob? next));
            queue.Remove(next);
            taken(next, ++count, queue);
        }
    }

    /// <summary>Late, tight or far, on a coarse grid so that many are due at once; now and then never.</summary>
    private static Deadline DrawDeadline(Random random, ManualTimeProvider time)
    {
        long grid = time.TimestampFrequency / 20;
        long due = time.GetTimestamp() + (grid * (random.Next(3) == 0 ? 0 : random.Next(3) == 0 ? 1 : 20 + random.Next(10)));
        return random.Next(8) == 0 ? Deadline.Never : new Deadline(due - (due % grid));
    }
}
