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
    private const double ServicePerRow = 0.0005;

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
                ServicePerRow,
                (queue, taken, now) =>
                {
                    // Those found late now come after all that were late before.
                    DocumentJob[] found = [.. queue.Where(job => !takenBy.ContainsKey(job.Ticket.Value) && IsLate(job, now))];
                    int waiting = takenBy.Values.Sum(static entry => entry.Rows) + found.Sum(static job => job.TextRows);
                    Array.ForEach(found, job => takenBy[job.Ticket.Value] = (taken + (LateLastJobs.LateShare * waiting) + LongestText, job.TextRows));
                    late += found.Length;
                },
                (job, taken, _) =>
                {
                    takenBy.Remove(job.Ticket.Value);
                    Assert.All(takenBy, entry => Assert.True(
                        taken <= entry.Value.By, $"seed {seed}: document {entry.Key} still waits after {taken} rows, and should by {entry.Value.By}."));
                });
        }

        Assert.True(late > RunLength.Least(1000), $"Only {late} documents were late.");
    }

    [Fact]
    public void Of_those_due_at_the_same_time_none_is_taken_before_one_that_came_first()
    {
        int inTurn = 0;
        for (int seed = 0; seed < RunLength.Of(40, 1000); seed++)
        {
            Run(seed, servicePerRow: 0, static (_, _, _) => { }, (job, _, queue) =>
            {
                DocumentJob[] dueWithIt = [.. queue.Where(other => other.Deadline == job.Deadline)];
                Assert.All(dueWithIt, other => Assert.True(other.Ticket.Value > job.Ticket.Value, $"seed {seed}: {job.Ticket} was taken before {other.Ticket}."));
                inTurn += dueWithIt.Length;
            });
        }

        Assert.True(inTurn > RunLength.Least(500), $"Only {inTurn} times did others wait that were due at the same time.");
    }

    private static DocumentPlan[] PlansOf(TestModel model) =>
        [.. Enumerable.Range(1, 6).Select(i => model.Plan(string.Join(' ', Enumerable.Repeat("word", i * i))))];

    private static bool IsLate(DocumentJob job, ManualTimeProvider now) => job.Deadline.Slack(now).TotalSeconds < ServicePerRow * job.TextRows;

    /// <summary>Writes and takes in turn, somewhat more of the former, then takes the rest.</summary>
    /// <param name="seed">Another seed, other documents.</param>
    /// <param name="servicePerRow">Seconds that a row of text takes.</param>
    /// <param name="taking">Is told what waits and how many rows were taken, before one is taken.</param>
    /// <param name="taken">Is told which one was taken, how many rows that makes, and what waits still.</param>
    private static void Run(
        int seed, double servicePerRow, Action<List<DocumentJob>, int, ManualTimeProvider> taking, Action<DocumentJob, int, List<DocumentJob>> taken)
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

            taking(queue, rows, time);
            Assert.True(jobs.TryTake(new JobRequest(time.GetTimestamp(), new ServiceForecast(servicePerRow, servicePerRow)), out DocumentJob? next));
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
