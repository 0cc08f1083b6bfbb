using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Planning;
using PaDeNer.Testing.Engines;

namespace PaDeNer.Batching.Tests.Scheduling;

/// <summary>Runs plans through the scheduler and an in-memory engine and checks after every step that ledger and engine agree.</summary>
internal static class PackedDecoder
{
    public static List<DocumentPlan> Run(
        TestModel model, IEnumerable<DocumentPlan> plans, BatchingOptions options, Random? arrivals = null, IBatchingPolicy? policy = null, InMemoryEngine? engine = null)
    {
        engine ??= model.NewEngine();
        SequenceScheduler scheduler = new(model.Capacity, options, policy ?? new ArrivalOrderPolicy(), TimeProvider.System);
        StepPlan plan = new(model.Capacity);
        StepResult result = new(model.Capacity);
        Queue<DocumentPlan> waiting = new(plans);
        List<CompletedDocument> completed = [];
        int limit = 100_000;
        for (long step = 0; waiting.Count > 0 || !scheduler.IsIdle; step++)
        {
            Assert.True(limit-- > 0, "The scheduler does not come to an end.");
            while (waiting.Count > 0 && scheduler.HasRoom(waiting.Count) && (scheduler.IsIdle || arrivals is null || arrivals.Next(2) == 0))
            {
                scheduler.Add(new DocumentJob(new JobTicket(step), waiting.Dequeue(), 0, Deadline.Never));
            }

            StepContents contents = scheduler.Schedule(plan, step, step);
            result.Clear();
            Assert.Equal(StepStatus.Ok, engine.Execute(plan, result));
            Assert.Equal(engine.CellsUsed, scheduler.Ledger.Used);
            Assert.True(scheduler.Ledger.Used <= scheduler.Ledger.Reserved);
            Assert.Equal(plan.Batch.RowCount, contents.Rows);
            Assert.True(contents.Rows <= options.RowsPerStep);
            scheduler.Apply(result, step, TimeSpan.FromMilliseconds(1), completed);
        }

        Assert.Equal(0, scheduler.Ledger.Used);
        Assert.Equal(0, scheduler.Ledger.Reserved);
        Assert.Equal(0, scheduler.Slots.Used);
        return [.. completed.Select(static document => document.Job.Plan)];
    }
}
