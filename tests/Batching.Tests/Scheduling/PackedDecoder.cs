using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Planning;
using PaDeNer.Testing.Engines;
using PaDeNer.Testing.Time;

namespace PaDeNer.Batching.Tests.Scheduling;

/// <summary>Runs plans through the scheduler and an in-memory engine and checks after every step that ledger and engine agree.</summary>
internal static class PackedDecoder
{
    /// <param name="model">What decodes.</param>
    /// <param name="plans">The documents.</param>
    /// <param name="options">How steps are packed.</param>
    /// <param name="arrivals">Lets documents come in between; all are there at the beginning where there is none.</param>
    /// <param name="engine">An engine to decode with.</param>
    public static List<DocumentPlan> Run(
        TestModel model,
        IEnumerable<DocumentPlan> plans,
        BatchingOptions options,
        Random? arrivals = null,
        InMemoryEngine? engine = null)
    {
        engine ??= model.NewEngine();
        ManualTimeProvider time = new();
        SequenceScheduler scheduler = new(model.Capacity, options, time);
        StepPlan plan = new(model.Capacity);
        StepResult result = new(model.Capacity);
        Queue<DocumentPlan> waiting = new(plans);
        List<CompletedDocument> completed = [];
        int limit = 100_000;
        for (long step = 0; waiting.Count > 0 || !scheduler.IsIdle; step++)
        {
            Assert.True(limit-- > 0, "The scheduler does not come to an end.");
            while (waiting.Count > 0 && scheduler.HasRoom && (scheduler.IsIdle || arrivals is null || arrivals.Next(2) == 0))
            {
                scheduler.Add(new DocumentJob(new JobTicket(step), waiting.Dequeue(), time.GetTimestamp(), Deadline.Never));
            }

            StepContents contents = scheduler.Schedule(plan, time.GetTimestamp(), step);
            result.Clear();
            Assert.Equal(StepStatus.Ok, engine.Execute(plan, result));
            Assert.Equal(engine.CellsUsed, scheduler.Ledger.Used);
            Assert.True(scheduler.Ledger.Used <= scheduler.Ledger.Reserved);
            Assert.Equal(plan.Batch.RowCount, contents.Rows);
            Assert.True(contents.Rows <= options.RowsPerStep);
            TimeSpan took = TimeSpan.FromMilliseconds(0.5 + (0.05 * contents.Rows));
            time.Advance(took);
            scheduler.Apply(result, time.GetTimestamp(), took, completed);
        }

        Assert.Equal(0, scheduler.Ledger.Used);
        Assert.Equal(0, scheduler.Ledger.Reserved);
        Assert.Equal(0, scheduler.Slots.Used);
        return [.. completed.Select(static document => document.Job.Plan)];
    }
}
