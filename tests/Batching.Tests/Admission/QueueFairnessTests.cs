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
    private static readonly DocumentPlan[] Plans = PlansOf(new TestModel());
    private static readonly int LongestText = Plans.Max(static plan => plan.Windows.Sum(static window => window.Prompt.Prefix.Length));
    private static readonly TimeSpan Service = TimeSpan.FromMilliseconds(10);

    /// <summary>In rows of text, as one in eight of them is a late document's; the row that tips the balance may be a whole text's.</summary>
    [Fact]
    public void A_late_document_is_taken_within_eight_times_as_many_rows_as_are_late_with_it()
    {
        int late = 0;
        for (int seed = 0; seed < RunLength.Of(40, 1000); seed++)
        {
            Dictionary<long, (int By, int Rows)> takenBy = [];
            Run(
                seed,
                new LengthLine(0, 0.0005),
                (queue, taken, now) =>
                {
                    // Those found late now come after all that were late before.
                    DocumentJob[] found = [.. queue.Where(job => !takenBy.ContainsKey(job.Ticket.Value) && IsLate(job, now))];
                    int waiting = takenBy.Values.Sum(static entry => entry.Rows) + found.Sum(static job => job.TextRows);
                    Array.ForEach(found, job => takenBy[job.Ticket.Value] = (taken + (DeadlineJobs.LateShare * waiting) + LongestText, job.TextRows));
                    late += found.Length;
                },
                (job, taken, _) =>
                {
                    takenBy.Remove(job.Ticket.Value);
                    Assert.All(takenBy, entry => Assert.True(
                        taken <= entry.Value.By, $"seed {seed}: document {entry.Key} still waits after {taken} rows, and should by {entry.Value.By}."));
                });
        }

        Assert.True(late > 1000, $"Only {late} documents were late.");
    }

    /// <summary>Where nobody costs anything nobody is given up for others, and what is left is to be passed over for one of a better length.</summary>
    [Fact]
    public void Four_at_most_of_those_due_at_the_same_time_are_taken_before_one_that_came_first()
    {
        int overtakings = 0;
        for (int seed = 0; seed < RunLength.Of(40, 1000); seed++)
        {
            Dictionary<long, int> overtaken = [];
            Run(seed, default, static (_, _, _) => { }, (job, _, queue) =>
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

    private static DocumentPlan[] PlansOf(TestModel model) =>
        [.. Enumerable.Range(1, 6).Select(i => model.Plan(string.Join(' ', Enumerable.Repeat("word", i * i))))];

    private static bool IsLate(DocumentJob job, ManualTimeProvider now) => job.Deadline.Slack(now) < Service;

    /// <summary>Writes and takes in turn, somewhat more of the former, then takes the rest.</summary>
    /// <param name="seed">Another seed, other documents.</param>
    /// <param name="work">What a document costs.</param>
    /// <param name="taking">Is told what waits and how many rows were taken, before one is taken.</param>
    /// <param name="taken">Is told which one was taken, how many rows that makes, and what waits still.</param>
    private static void Run(int seed, LengthLine work, Action<List<DocumentJob>, int, ManualTimeProvider> taking, Action<DocumentJob, int, List<DocumentJob>> taken)
    {
        const int Documents = 200;
        Random random = new(seed);
        ManualTimeProvider time = new();
        using DeadlineJobs jobs = new(Documents, time);
        List<DocumentJob> queue = [];
        for (int written = 0, count = 0, rows = 0; count < Documents;)
        {
            if (written < Documents && (queue.Count == 0 || random.Next(5) < 3))
            {
                DocumentJob job = new(new JobTicket(written++), Plans[random.Next(Plans.Length)], time.GetTimestamp(), DrawDeadline(random, time));
                Assert.True(jobs.TryWrite(job));
                queue.Add(job);
                time.Advance(TimeSpan.FromMilliseconds(random.Next(4)));
                continue;
            }

            int documents = random.Next(3);
            taking(queue, rows, time);
            ServiceForecast forecast = new(new LengthLine(Service.TotalSeconds, 0), work);
            Assert.True(jobs.TryTake(new JobRequest(0, documents, documents * random.Next(60), TimeSpan.Zero, time.GetTimestamp(), forecast), out DocumentJob? next));
            queue.Remove(next);
            count++;
            rows += next.TextRows;
            taken(next, rows, queue);
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
