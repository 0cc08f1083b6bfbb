using System.Threading.Channels;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Extraction;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Engines;

namespace PaDeNer.Batching.Tests.Extraction;

public class ExtractionEngineTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TestModel _model = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_document_comes_back_with_its_own_ticket_and_what_decoding_it_alone_gives()
    {
        await using ExtractionEngine engine = await StartAsync(Settings(lanes: 2));

        JobOutcome?[] outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => engine.DecodeAsync(Incoming(i, ticket: 1000 - (i % 3)), Stop))).WaitAsync(Patience, Stop);

        for (int i = 0; i < outcomes.Length; i++)
        {
            JobOutcome outcome = Assert.IsType<JobOutcome>(outcomes[i]);
            Assert.Equal(1000 - (i % 3), outcome.Ticket.Value);
            Assert.Equal(await AloneAsync(i), Read(outcome));
        }

        Assert.Equal(0, engine.DocumentsInside);
    }

    [Fact]
    public async Task A_document_that_cannot_be_planned_ends_with_its_fault()
    {
        await using ExtractionEngine engine = await StartAsync(Settings());

        JobOutcome? outcome = await engine.DecodeAsync(
            new IncomingDocument(new JobTicket(7), new Document(new DocumentId("x"), "text", new LabelSet("NOPE")), 0, Deadline.Never), Stop).WaitAsync(Patience, Stop);

        Assert.Equal((7, false), (outcome!.Ticket.Value, outcome.Outcome.Succeeded));
    }

    [Fact]
    public async Task Finishing_decodes_all_that_was_taken_and_takes_no_more()
    {
        ExtractionEngine engine = await StartAsync(Settings(lanes: 2));
        List<Task<JobOutcome?>> taken = [];
        for (int i = 0; i < 30; i++)
        {
            taken.Add(await engine.SubmitAsync(Incoming(i), Stop));
        }

        await engine.FinishAsync().WaitAsync(Patience, Stop);

        Assert.All(taken, static task => Assert.True(task is { IsCompletedSuccessfully: true, Result.Outcome.Succeeded: true }));
        Assert.True(engine.Completion.IsCompletedSuccessfully);
        await Assert.ThrowsAsync<ChannelClosedException>(() => engine.DecodeAsync(Incoming(99), Stop));
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task Stopping_finishes_what_a_lane_has_begun_and_gives_back_the_rest()
    {
        GatedEngine gate = new(_model.NewEngine());
        ExtractionEngine engine = await StartAsync(Settings(gate) with { Batching = new BatchingOptions { DocumentsInFlight = 1 } });
        gate.Close();
        List<Task<JobOutcome?>> taken = [];
        for (int i = 0; i < 20; i++)
        {
            taken.Add(await engine.SubmitAsync(Incoming(i), Stop));
        }

        await gate.Entered.WaitAsync(Patience, Stop);
        Task stopping = engine.StopAsync(CancellationToken.None);
        Task<JobOutcome?> firstBack = await Task.WhenAny(taken).WaitAsync(Patience, Stop);
        Assert.Null(await firstBack);
        Assert.False(stopping.IsCompleted);
        gate.Open();
        await stopping.WaitAsync(Patience, Stop);

        JobOutcome?[] outcomes = await Task.WhenAll(taken).WaitAsync(Patience, Stop);
        Assert.Single(outcomes, static outcome => outcome is not null);
        Assert.Equal(0, engine.DocumentsInside);
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task Abandoning_gives_everything_back_and_leaves_the_engines()
    {
        GatedEngine gate = new(_model.NewEngine());
        ExtractionEngine engine = await StartAsync(Settings(gate));
        gate.Close();
        List<Task<JobOutcome?>> taken = [];
        for (int i = 0; i < 20; i++)
        {
            taken.Add(await engine.SubmitAsync(Incoming(i), Stop));
        }

        await gate.Entered.WaitAsync(Patience, Stop);
        Task stopping = engine.StopAsync(new CancellationToken(canceled: true));
        gate.Open();
        await stopping.WaitAsync(Patience, Stop);

        Assert.False(gate.IsInUse);
        Assert.All(await Task.WhenAll(taken).WaitAsync(Patience, Stop), Assert.Null);
        Assert.True(engine.Completion.IsCompletedSuccessfully);
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task An_engine_that_computes_no_more_fails_every_document_inside_and_the_completion()
    {
        await using ExtractionEngine engine = await StartAsync(Settings(new EndingEngine(_model.NewEngine(), steps: 250), _model.NewEngine()));
        List<Task<JobOutcome?>> taken = [];
        try
        {
            for (int i = 0; i < 500; i++)
            {
                taken.Add(await engine.SubmitAsync(Incoming(i), Stop));
            }
        }
        catch (ChannelClosedException)
        {
            // It failed before all were taken.
        }

        await Assert.ThrowsAsync<EngineFaultException>(() => engine.Completion.WaitAsync(Patience, Stop));
        await Task.WhenAll(taken).WaitAsync(Patience, Stop).ContinueWith(static _ => { }, Stop, TaskContinuationOptions.None, TaskScheduler.Default);
        Assert.All(taken, static task => Assert.True(task.IsFaulted || task is { IsCompletedSuccessfully: true, Result: not null }, "A document was given back by an engine that failed."));
        Assert.Contains(taken, static task => task.IsFaulted);
        Assert.Equal(0, engine.DocumentsInside);
    }

    [Fact]
    public async Task What_planning_throws_is_the_end_of_the_engine()
    {
        await using ExtractionEngine engine = await StartAsync(Settings() with { WarmUp = null, Plan = static _ => throw new InsufficientMemoryException() });

        await Assert.ThrowsAsync<InsufficientMemoryException>(() => engine.DecodeAsync(Incoming(0), Stop).WaitAsync(Patience, Stop));
        await Assert.ThrowsAsync<InsufficientMemoryException>(() => engine.Completion.WaitAsync(Patience, Stop));
    }

    [Fact]
    public async Task A_start_with_an_engine_that_cannot_compute_fails_and_leaves_no_lane_behind()
    {
        GatedEngine other = new(_model.NewEngine());
        ExtractionEngine engine = new(Settings(new EndingEngine(_model.NewEngine(), steps: 0), other));

        await Assert.ThrowsAsync<EngineFaultException>(() => engine.StartAsync(Stop).WaitAsync(Patience, Stop));

        Assert.False(other.IsInUse);
        await engine.DisposeAsync();
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task In_turn_what_a_lane_packs_together_depends_on_the_documents_alone()
    {
        List<string> first = await StepsOfInTurnRunAsync(trickle: false);
        List<string> second = await StepsOfInTurnRunAsync(trickle: true);

        Assert.Equal(first, second);
    }

    /// <summary>Whatever comes at whatever moment, each document ends once: decoded, given back, or with the engine.</summary>
    [Fact]
    public async Task Each_document_ends_once_whenever_the_engine_is_stopped()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            ExtractionEngine engine = await StartAsync(Settings(lanes: 1 + random.Next(3)) with
            {
                QueueLength = 1 + random.Next(40),
                PlanningWorkers = 1 + random.Next(3),
                Assignment = LaneAssignment.FirstFree,
            });
            int documents = random.Next(80);
            int stopAfter = random.Next(80);
            List<Task<JobOutcome?>> taken = [];
            Task? stopping = null;
            try
            {
                for (int i = 0; i < documents; i++)
                {
                    stopping = i == stopAfter ? engine.StopAsync(new CancellationToken(canceled: random.Next(2) == 0)) : stopping;
                    taken.Add(await engine.SubmitAsync(Incoming(i), Stop));
                }
            }
            catch (ChannelClosedException)
            {
                Assert.NotNull(stopping);
            }

            await (stopping ?? engine.FinishAsync()).WaitAsync(Patience, Stop);
            JobOutcome?[] outcomes = await Task.WhenAll(taken).WaitAsync(Patience, Stop);
            Assert.True(stopping is not null || outcomes.All(static outcome => outcome is not null), $"seed {seed}: a finished run gave documents back");
            for (int i = 0; i < outcomes.Length; i++)
            {
                Assert.True(outcomes[i] is null || outcomes[i]!.Ticket.Value == i, $"seed {seed}: document {i} ended with another's outcome");
            }

            Assert.Equal(0, engine.DocumentsInside);
            await engine.DisposeAsync();
        }
    }

    private async Task<List<string>> StepsOfInTurnRunAsync(bool trickle)
    {
        StepLog log = new();
        ExtractionEngine engine = await StartAsync(Settings(lanes: 2) with
        {
            Assignment = LaneAssignment.InTurn,
            Batching = new BatchingOptions { DocumentsInFlight = 3 }.FillingBeforeStep(),
            Observer = log,
        });
        for (int i = 0; i < 25; i++)
        {
            _ = await engine.SubmitAsync(Incoming(i), Stop);
            if (trickle)
            {
                await Task.Yield();
            }
        }

        await engine.FinishAsync().WaitAsync(Patience, Stop);
        await engine.DisposeAsync();
        return log.ByLane();
    }

    private static async Task<ExtractionEngine> StartAsync(ExtractionEngineSettings settings)
    {
        ExtractionEngine engine = new(settings);
        await engine.StartAsync(Stop).WaitAsync(Patience, Stop);
        return engine;
    }

    private ExtractionEngineSettings Settings(int lanes = 1) => Settings([.. Enumerable.Range(0, lanes).Select(_ => (IDecodeEngine)_model.NewEngine())]);

    private ExtractionEngineSettings Settings(params IDecodeEngine[] engines) => new()
    {
        Lanes = [.. engines.Select(static engine => new EngineLane(engine))],
        Plan = _model.Planner.Plan,
        Assembler = new DocumentAssembler(new AssemblySettings(DeduplicationPolicy.None, UngroundedPolicy.Keep, 0, OverlapPolicy.Allow)),
        WarmUp = DocumentOf(0),
    };

    private static Document DocumentOf(int number) => new(new DocumentId($"d{number}"), SampleTexts.Create(new Random(number), 6 + (number % 20)), TestModel.Labels());

    private static IncomingDocument Incoming(int number, int? ticket = null) =>
        new(new JobTicket(ticket ?? number), DocumentOf(number), TimeProvider.System.GetTimestamp(), Deadline.Never);

    private async Task<string> AloneAsync(int number)
    {
        await using ExtractionEngine engine = await StartAsync(Settings() with { Batching = new BatchingOptions { DocumentsInFlight = 1 } });
        return Read((await engine.DecodeAsync(Incoming(number), Stop).WaitAsync(Patience, Stop))!);
    }

    private static string Read(JobOutcome outcome) => string.Join(
        "; ", outcome.Outcome.Entities!.Entities.Select(static entity => $"{entity.Label.Name} {entity.Text} {entity.Span}"));

    /// <summary>What each step of each lane held.</summary>
    private sealed class StepLog : IStepObserver
    {
        private readonly List<(int Lane, string Step)> _steps = [];

        public void StepDone(in StepReport report)
        {
            lock (_steps)
            {
                _steps.Add((report.Lane, $"{report.Contents.Rows} rows, {report.DocumentsInFlight} documents, {report.KvCellsUsed} cells"));
            }
        }

        public void DocumentDecoded(JobOutcome outcome)
        {
        }

        public List<string> ByLane()
        {
            lock (_steps)
            {
                return [.. _steps.OrderBy(static step => step.Lane).Select(static step => $"{step.Lane}: {step.Step}")];
            }
        }
    }
}
