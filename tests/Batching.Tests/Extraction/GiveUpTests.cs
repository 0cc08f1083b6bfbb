using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Extraction;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Engines;
using PaDeNer.Testing.Time;

namespace PaDeNer.Batching.Tests.Extraction;

/// <summary>Documents that nobody waits for any more, wherever they are when that becomes known.</summary>
public class GiveUpTests
{
    private const int Documents = 16;
    private const string Word = "Zyzzyva";
    private readonly TestModel _model = new();
    private readonly LastStep _last = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Every step there is, and before the first, is the one after which some are given up.</summary>
    [Fact]
    public async Task Whatever_is_given_up_after_any_step_ends_without_an_outcome_and_leaves_nothing_behind()
    {
        string[] alone = [.. await Task.WhenAll(Enumerable.Range(0, Documents).Select(AloneAsync))];
        for (int steps = 0, most = 1; steps <= most; steps++)
        {
            Random random = new(steps);
            using CancellationTokenSource nobody = new();
            await using ExtractionEngine engine = new(Settings());
            EnginePump pump = engine.StartPumped();
            bool[] isGivenUp = [.. Enumerable.Range(0, Documents).Select(_ => random.Next(2) == 0)];
            Task<JobOutcome?>[] taken = [.. isGivenUp.Select((given, i) => Submit(engine, pump, Incoming(i) with { GiveUp = given ? nobody.Token : default }))];
            pump.Plan();
            int turns = 0;
            for (; turns < steps && pump.Turn(); turns++)
            {
            }

            bool[] hadEnded = [.. taken.Select(static task => task.IsCompleted)];
            await nobody.CancelAsync();
            Assert.All(Enumerable.Range(0, Documents), i => Assert.True(!isGivenUp[i] || taken[i].IsCompleted, "whoever waited is told at once"));
            Task<JobOutcome?> after = Submit(engine, pump, Incoming(0));
            for (; pump.Turn(); turns++)
            {
            }

            most = Math.Max(most, turns);
            Assert.Equal(0, engine.DocumentsInside);
            Assert.Equal(alone[0], Read(await after));
            Assert.Equal((0, 0, 0, 0), (_last.Report.SlotsUsed, _last.Report.KvCellsUsed, _last.Report.KvCellsReserved, _last.Report.DocumentsInFlight));
            for (int i = 0; i < Documents; i++)
            {
                JobOutcome? outcome = await taken[i];
                Assert.Equal(isGivenUp[i] && !hadEnded[i] ? null : alone[i], outcome is null ? null : Read(outcome));
            }
        }
    }

    /// <summary>A lane decodes anew what was in a step that failed; documents may be given up at any moment of that too.</summary>
    [Fact]
    public async Task While_a_document_that_makes_steps_fail_is_looked_for_others_are_given_up_as_ever()
    {
        const int Poisonous = 5;
        string[] alone = [.. await Task.WhenAll(Enumerable.Range(0, Documents).Select(AloneAsync))];
        for (int steps = 1, most = 1; steps <= most; steps++)
        {
            Random random = new(steps);
            using CancellationTokenSource nobody = new();
            using PoisonedEngine poisoned = new(_model, Word, Poison.Refuses);
            await using ExtractionEngine engine = new(Settings() with { Lanes = [new EngineLane(poisoned)] });
            EnginePump pump = engine.StartPumped();
            bool[] isGivenUp = [.. Enumerable.Range(0, Documents).Select(_ => random.Next(2) == 0)];
            Task<JobOutcome?>[] taken = [.. isGivenUp.Select((given, i) => Submit(engine, pump, Incoming(i, i == Poisonous ? Word : null) with { GiveUp = given ? nobody.Token : default }))];
            pump.Plan();
            int turns = 0;
            for (; turns < steps && pump.Turn(); turns++)
            {
            }

            bool[] hadEnded = [.. taken.Select(static task => task.IsCompleted)];
            await nobody.CancelAsync();
            for (; pump.Turn(); turns++)
            {
            }

            most = Math.Max(most, turns);
            Assert.Equal(0, engine.DocumentsInside);
            for (int i = 0; i < Documents; i++)
            {
                JobOutcome? outcome = await taken[i];
                bool isLost = isGivenUp[i] && !hadEnded[i];
                Assert.Equal(isLost, outcome is null);
                Assert.True(isLost || i != Poisonous || outcome!.Outcome.Fault == DocumentFault.DecodingFailed, $"after {steps} steps");
                Assert.True(isLost || i == Poisonous || alone[i] == Read(outcome), $"document {i} after {steps} steps");
            }
        }
    }

    [Fact]
    public async Task What_was_given_up_before_it_was_submitted_is_never_planned()
    {
        int planned = 0;
        await using ExtractionEngine engine = new(Settings() with
        {
            Plan = document =>
            {
                planned++;
                return _model.Planner.Plan(document);
            },
        });
        EnginePump pump = engine.StartPumped();

        Task<JobOutcome?> taken = Submit(engine, pump, Incoming(1) with { GiveUp = new CancellationToken(canceled: true) });
        pump.Turn();

        Assert.Null(await taken);
        Assert.Equal(0, planned);
    }

    [Fact]
    public async Task A_document_is_assembled_as_it_asks_and_the_others_as_the_engine_does()
    {
        await using ExtractionEngine engine = new(Settings());
        EnginePump pump = engine.StartPumped();
        Task<JobOutcome?> usual = Submit(engine, pump, Incoming(3));
        Task<JobOutcome?> own = Submit(engine, pump, Incoming(3) with { Assembler = new DocumentAssembler(new AssemblySettings(MinProbability: 1)) });
        while (pump.Turn())
        {
        }

        Assert.NotEmpty((await usual)!.Outcome.Entities!.Entities);
        Assert.Empty((await own)!.Outcome.Entities!.Entities);
    }

    private static Task<JobOutcome?> Submit(ExtractionEngine engine, EnginePump pump, IncomingDocument document)
    {
        Assert.True(pump.Plan());
        return TaskOf(engine.SubmitAsync(document, Stop));
    }

    /// <summary>A document that was taken at once.</summary>
    private static Task<JobOutcome?> TaskOf(ValueTask<Task<JobOutcome?>> taking)
    {
        Assert.True(taking.IsCompleted);
        return taking.GetAwaiter().GetResult();
    }

    private static IncomingDocument Incoming(int number, string? word = null) => new(
        new JobTicket(number), new Document(new DocumentId($"d{number}"), $"{SampleTexts.Create(new Random(number), 6 + (number % 20))} {word}".TrimEnd(), TestModel.Labels()), 0, Deadline.Never);

    private static string Read(JobOutcome? outcome) => string.Join(
        "; ", outcome!.Outcome.Entities!.Entities.Select(static entity => $"{entity.Label.Name} {entity.Text} {entity.Span}"));

    private async Task<string> AloneAsync(int number)
    {
        await using ExtractionEngine engine = new(Settings());
        EnginePump pump = engine.StartPumped();
        Task<JobOutcome?> taken = Submit(engine, pump, Incoming(number));
        while (pump.Turn())
        {
        }

        return Read(await taken);
    }

    private ExtractionEngineSettings Settings() => new()
    {
        Lanes = [new EngineLane(_model.NewEngine())],
        Plan = _model.Planner.Plan,
        Assembler = new DocumentAssembler(new AssemblySettings(DeduplicationPolicy.None, UngroundedPolicy.Keep, 0, OverlapPolicy.Allow)),
        Batching = new BatchingOptions { DocumentsInFlight = 6 },
        Time = new ManualTimeProvider(),
        Observer = _last,
    };

    /// <summary>What the lane said when its last step was done.</summary>
    private sealed class LastStep : IStepObserver
    {
        public StepReport Report { get; private set; }

        public void StepDone(in StepReport report) => Report = report;

        public void DocumentDecoded(JobOutcome outcome)
        {
        }
    }
}
