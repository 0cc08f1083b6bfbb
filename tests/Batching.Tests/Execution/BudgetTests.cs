using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Engines;
using PaDeNer.Testing.Runs;
using PaDeNer.Testing.Time;

namespace PaDeNer.Batching.Tests.Execution;

/// <summary>A document that takes more than it may is given up, and what it held is free at once.</summary>
public class BudgetTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Among_any_documents_those_above_the_limit_are_given_up_and_the_others_do_not_notice()
    {
        int over = 0, within = 0;
        for (int seed = 0; seed < RunLength.Of(60, 2000); seed++)
        {
            Random random = new(seed);
            PlanLimits limits = new(MaxMentionsPerLabel: 1 + random.Next(8), MaxMentionTokens: 2 + random.Next(6), WindowTokens: 64, OverlapTokens: 16);
            EngineCapacity capacity = new(6 + random.Next(20), 300 + random.Next(500), 16 + random.Next(100), 2 + random.Next(20), 256);
            TestModel model = new(seed, new DecodingSettings(random.Next(2) == 0 ? DecodingMode.Verbatim : DecodingMode.Free, true, limits), capacity);
            string[] texts = [.. Enumerable.Range(0, 1 + random.Next(20)).Select(_ => SampleTexts.Create(random, random.Next(120)))];
            DocumentBudget budget = new(50 + random.Next(400), TimeSpan.Zero);

            int rowsPerStep = 8 + random.Next(80);
            JobOutcome[] outcomes = Decode(model, new BatchingOptions { RowsPerStep = rowsPerStep, DocumentsInFlight = random.Next(12) }, budget, texts);

            Assert.Equal(texts.Length, outcomes.Length);
            foreach (JobOutcome outcome in outcomes)
            {
                DocumentEntities alone = Assert.Single(Decode(model, new BatchingOptions(), DocumentBudget.None, texts[(int)outcome.Ticket.Value])).Outcome.Entities!;
                bool isOver = outcome.Outcome.Fault == DocumentFault.OverBudget;

                // What ends with the very step that goes beyond the limit has ended.
                Assert.True(isOver ? alone.Statistics.TokensEvaluated > budget.Tokens : alone.Statistics.TokensEvaluated <= budget.Tokens + rowsPerStep);
                Assert.Equal(isOver ? null : alone.Entities, outcome.Outcome.Entities?.Entities);
                (over, within) = (over + (isOver ? 1 : 0), within + (isOver ? 0 : 1));
            }
        }

        Assert.True(over > RunLength.Least(50) && within > RunLength.Least(200), $"{over} over the limit, {within} within");
    }

    [Fact]
    public void The_engines_time_is_counted_by_a_documents_share_of_each_step()
    {
        TestModel model = new();
        string longer = string.Join(' ', Enumerable.Repeat("Ada met Bob in Paris.", 60));

        JobOutcome[] outcomes = Decode(model, new BatchingOptions { DocumentsInFlight = 2 }, new DocumentBudget(0, TimeSpan.FromSeconds(0.2)), longer, "Ada met Bob.", "Bob met Ada.");

        JobOutcome over = Assert.Single(outcomes, static outcome => !outcome.Outcome.Succeeded);
        Assert.Equal((0L, DocumentFault.OverBudget), (over.Ticket.Value, over.Outcome.Fault));
        Assert.Contains("Extraction:MaxDecodeTime", over.Outcome.Detail, StringComparison.Ordinal);
    }

    private JobOutcome[] Decode(TestModel model, BatchingOptions options, DocumentBudget budget, params string[] texts)
    {
        List<JobOutcome> outcomes = [];
        using SlowEngine engine = new(model.NewEngine(), _time);
        LaneRun.AssertNothingHeld(LaneRun.Run(model, engine, options, _time, new NoObserver(), texts, outcomes, budget));
        return [.. outcomes];
    }

    /// <summary>Takes a millisecond for each row.</summary>
    private sealed class SlowEngine(IDecodeEngine inner, ManualTimeProvider time) : IDecodeEngine
    {
        public EngineCapacity Capacity => inner.Capacity;

        public string Device => inner.Device;

        public StepStatus Execute(StepPlan plan, StepResult result)
        {
            time.Advance(TimeSpan.FromMilliseconds(plan.Batch.RowCount));
            return inner.Execute(plan, result);
        }

        public void Dispose() => inner.Dispose();
    }
}
