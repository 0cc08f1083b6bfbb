using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Engines;
using PaDeNer.Testing.Runs;
using PaDeNer.Testing.Time;

namespace PaDeNer.Batching.Tests.Execution;

/// <summary>A step that fails is one document's fault: the others have what they would have had without it.</summary>
public class BisectionTests
{
    private const string Word = "Zyzzyva";
    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData(Poison.Throws)]
    [InlineData(Poison.Refuses)]
    [InlineData(Poison.TakesNumbers)]
    public void Among_any_documents_each_that_makes_steps_fail_is_one_fault_and_the_others_are_as_if_alone(Poison poison)
    {
        int faults = 0, sound = 0, failures = 0;
        for (int seed = 0; seed < RunLength.Of(60, 2000); seed++)
        {
            Random random = new(seed);
            TestModel model = Model(seed, random);
            string[] texts = [.. Enumerable.Range(0, 1 + random.Next(20)).Select(_ => Text(random, isPoison: random.Next(5) == 0))];
            using PoisonedEngine engine = new(model, Word, poison, seed);
            Watch watch = new(engine);
            BatchingOptions options = new() { RowsPerStep = 8 + random.Next(80), DocumentsInFlight = random.Next(12) };

            JobOutcome[] outcomes = Decode(model, engine, options, watch, texts);

            Assert.Equal(Enumerable.Range(0, texts.Length), outcomes.Select(static outcome => (int)outcome.Ticket.Value).Order());
            foreach (JobOutcome outcome in outcomes)
            {
                string text = texts[(int)outcome.Ticket.Value];
                if (text.Contains(Word, StringComparison.Ordinal))
                {
                    Assert.Equal(DocumentFault.DecodingFailed, outcome.Outcome.Fault);
                    Assert.True(outcome.Outcome.Attempts >= 2, $"seed {seed}: given up at attempt {outcome.Outcome.Attempts}");
                    faults++;
                }
                else
                {
                    Assert.Equal(Alone(model, seed, text), outcome.Outcome.Entities?.Entities);
                    sound++;
                }
            }

            failures += watch.Failures;
        }

        Assert.True(faults > RunLength.Least(40) && sound > RunLength.Least(200) && failures > faults, $"{faults} faults, {sound} sound, {failures} failed steps");
    }

    [Fact]
    public void A_step_that_fails_once_and_not_again_is_nobodys_fault()
    {
        TestModel model = new();
        using PoisonedEngine engine = new(model, Word, Poison.Refuses);
        Watch watch = new(engine) { AfterStep = step => engine.IsBroken = step == 3, AfterFailure = () => engine.IsBroken = false };

        JobOutcome[] outcomes = Decode(model, engine, new BatchingOptions { DocumentsInFlight = 4 }, watch, [.. Enumerable.Range(0, 12).Select(static i => $"Ada {i} met Bob {i} in Paris.")]);

        Assert.Equal(12, outcomes.Length);
        Assert.All(outcomes, static outcome => Assert.True(outcome.Outcome.Succeeded));
        Assert.Equal(1, watch.Failures);
    }

    [Theory]
    [InlineData(Poison.Refuses)]
    [InlineData(Poison.TakesNumbers)]
    public void An_engine_that_decodes_no_more_ends_the_lane_and_gives_nothing_up(Poison poison)
    {
        TestModel model = new();
        using PoisonedEngine engine = new(model, Word, poison);
        Watch watch = new(engine) { AfterStep = step => engine.IsBroken |= step == 40 };
        List<JobOutcome> outcomes = [];

        EngineFaultException end = Assert.Throws<EngineFaultException>(() => LaneRun.Run(
            model, engine, new BatchingOptions { DocumentsInFlight = 4 }, _time, watch, [.. Enumerable.Range(0, 60).Select(static i => $"Ada {i} met Bob in Paris.")], outcomes));

        Assert.Contains("decodes no more", end.Message, StringComparison.Ordinal);
        Assert.NotEmpty(outcomes);
        Assert.All(outcomes, static outcome => Assert.True(outcome.Outcome.Succeeded));
    }

    [Fact]
    public void Without_a_text_to_try_it_with_the_eighth_document_in_a_row_that_fails_alone_ends_the_lane()
    {
        TestModel model = new();
        using PoisonedEngine engine = new(model, Word, Poison.Refuses) { IsBroken = true };
        List<JobOutcome> outcomes = [];

        Assert.Throws<EngineFaultException>(() => LaneRun.Run(
            model, engine, new BatchingOptions { DocumentsInFlight = 4 }, _time, new Watch(engine), [.. Enumerable.Range(0, 60).Select(static i => $"Ada {i} met Bob.")], outcomes, probes: false));

        Assert.Equal(7, outcomes.Count);
    }

    [Fact]
    public void Lack_of_memory_in_a_step_is_thrown_as_it_is()
    {
        TestModel model = new();
        using InMemoryEngine engine = new(model.Capacity, static (_, _, _) => throw new InsufficientMemoryException());

        Assert.Throws<InsufficientMemoryException>(() => LaneRun.Run(model, engine, new BatchingOptions(), _time, new NoObserver(), ["Ada met Bob."], []));
    }

    private static TestModel Model(int seed, Random random)
    {
        PlanLimits limits = new(MaxMentionsPerLabel: 1 + random.Next(8), MaxMentionTokens: 2 + random.Next(6), WindowTokens: 64, OverlapTokens: 16);
        EngineCapacity capacity = new(6 + random.Next(20), 300 + random.Next(500), 16 + random.Next(100), 2 + random.Next(20), 256);
        return new TestModel(seed, new DecodingSettings(random.Next(2) == 0 ? DecodingMode.Verbatim : DecodingMode.Free, true, limits), capacity);
    }

    private static string Text(Random random, bool isPoison)
    {
        string before = SampleTexts.Create(random, random.Next(40)), after = SampleTexts.Create(random, 1 + random.Next(20));
        return isPoison ? $"{before} {Word} {after}" : $"{before} {after}";
    }

    private IReadOnlyList<Entity>? Alone(TestModel model, int seed, string text)
    {
        using PoisonedEngine engine = new(model, Word, Poison.Throws, seed);
        return Assert.Single(Decode(model, engine, new BatchingOptions(), new NoObserver(), text)).Outcome.Entities?.Entities;
    }

    private JobOutcome[] Decode(TestModel model, PoisonedEngine engine, BatchingOptions options, IStepObserver observer, params string[] texts)
    {
        List<JobOutcome> outcomes = [];
        LaneStepper lane = LaneRun.Run(model, engine, options, _time, observer, texts, outcomes);
        LaneRun.AssertNothingHeld(lane);
        return [.. outcomes];
    }

    /// <summary>Sees that ledger and engine agree after every step, and counts those that failed.</summary>
    private sealed class Watch(PoisonedEngine engine) : IStepObserver
    {
        private int _steps;

        public int Failures { get; private set; }

        public Action<int> AfterStep { get; init; } = static _ => { };

        public Action AfterFailure { get; init; } = static () => { };

        public void StepDone(in StepReport report)
        {
            Assert.Equal(engine.CellsUsed, report.StepCells);
            Assert.True(report.KvCellsUsed <= report.KvCellsReserved, $"{report.KvCellsUsed} cells used, {report.KvCellsReserved} reserved");
            AfterStep(++_steps);
        }

        public void StepFailed(int lane, int documents)
        {
            Failures++;
            AfterFailure();
        }

        public void DocumentDecoded(JobOutcome outcome)
        {
        }
    }
}
