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
using PaDeNer.Testing.Time;

namespace PaDeNer.Batching.Tests.Extraction;

/// <summary>The engine without a thread: what it does at which moment is told to the step.</summary>
public class EnginePumpTests
{
    private const int Documents = 20;
    private readonly TestModel _model = new();
    private readonly ManualTimeProvider _time = new();
    private readonly StepLog _log = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_happens_but_on_the_thread_that_pumps_and_only_while_it_does()
    {
        await using ExtractionEngine engine = new(Settings(lanes: 2));
        EnginePump pump = engine.StartPumped();
        Task<JobOutcome?>[] taken = Submit(engine, pump, Documents);

        Assert.Empty(_log.Steps);
        Assert.Equal(Documents, engine.DocumentsInside);
        Assert.All(taken, static task => Assert.False(task.IsCompleted));

        PumpToTheEnd(pump);

        Assert.Equal([Environment.CurrentManagedThreadId], _log.Threads);
        Assert.Equal(0, engine.DocumentsInside);
        Assert.All(taken, static (task, i) => Assert.Equal(i, Outcome(task)!.Ticket.Value));
    }

    [Fact]
    public async Task Its_observer_is_told_of_documents_by_the_tickets_they_were_submitted_with()
    {
        await using ExtractionEngine engine = new(Settings(lanes: 1));
        EnginePump pump = engine.StartPumped();
        pump.Plan();
        _ = TaskOf(engine.SubmitAsync(Incoming(0) with { Ticket = new JobTicket(77) }, Stop));

        PumpToTheEnd(pump);

        Assert.Equal([77], _log.Tickets);
    }

    [Fact]
    public async Task A_pumped_engine_finds_what_an_engine_on_threads_finds()
    {
        await using ExtractionEngine threads = new(Settings(lanes: 2) with { Observer = new NoObserver() });
        await threads.StartAsync(Stop);
        await using ExtractionEngine pumped = new(Settings(lanes: 2));
        EnginePump pump = pumped.StartPumped();
        Task<JobOutcome?>[] taken = Submit(pumped, pump, Documents);
        PumpToTheEnd(pump);

        for (int i = 0; i < Documents; i++)
        {
            Assert.Equal(Read(await threads.DecodeAsync(Incoming(i), Stop)), Read(Outcome(taken[i])));
        }
    }

    [Fact]
    public async Task The_same_calls_give_the_same_steps()
    {
        List<string> first = await StepsAsync();
        List<string> second = await StepsAsync();

        Assert.NotEmpty(first);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task A_lane_is_busy_for_as_long_as_its_step_is_said_to_take()
    {
        TimeSpan[] takes = [TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(10)];
        await using ExtractionEngine engine = new(Settings(lanes: 2) with { Batching = new BatchingOptions { DocumentsInFlight = 1 } });
        EnginePump pump = engine.StartPumped(lane => takes[lane]);
        _ = Submit(engine, pump, 2);
        Assert.Null(pump.NextEnd);

        pump.BeginSteps();

        long now = _time.GetTimestamp();
        long[] ends = [.. takes.Select(time => Deadline.After(_time, now, time).Timestamp)];
        Assert.Equal([ends[0], ends[1]], [pump.BusyUntil(0), pump.BusyUntil(1)]);
        Assert.Equal(ends[1], pump.NextEnd);
        Assert.Empty(_log.Steps);

        _time.Advance(takes[1]);
        pump.EndStep();

        Assert.Equal(1, Assert.Single(_log.Steps).Lane);
        Assert.Equal(takes[1].TotalMilliseconds, _log.Steps[0].EngineTime.TotalMilliseconds, 3);
        Assert.Equal((ends[0], null), (pump.BusyUntil(0)!.Value, pump.BusyUntil(1)));
    }

    [Fact]
    public async Task Of_steps_that_end_together_that_of_the_first_lane_ends_first()
    {
        await using ExtractionEngine engine = new(Settings(lanes: 3) with { Batching = new BatchingOptions { DocumentsInFlight = 1 } });
        EnginePump pump = engine.StartPumped(static _ => TimeSpan.FromMilliseconds(5));
        _ = Submit(engine, pump, 3);
        pump.BeginSteps();
        _time.Advance(TimeSpan.FromMilliseconds(5));
        for (int lane = 0; lane < 3; lane++)
        {
            pump.EndStep();
        }

        Assert.Equal([0, 1, 2], _log.Steps.Select(static report => report.Lane));
    }

    /// <summary>The step at which it is stopped is every one that there is.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stopping_after_any_step_decodes_what_a_lane_has_begun_and_gives_back_the_rest(bool abandon)
    {
        bool isOver = false;
        for (int steps = 0; !isOver; steps++)
        {
            StepLog log = new();
            await using ExtractionEngine engine = new(Settings(lanes: 2) with
            {
                Batching = new BatchingOptions { DocumentsInFlight = 2 },
                Observer = log,
            });
            EnginePump pump = engine.StartPumped();
            Task<JobOutcome?>[] taken = Submit(engine, pump, Documents);
            for (int step = 0; step < steps; step++)
            {
                isOver = !pump.Turn();
            }

            int ended = taken.Count(static task => task.IsCompleted);
            Task stopping = engine.StopAsync(new CancellationToken(abandon));

            // Whatever is inside now is in a lane: none before the first turn, and two documents of each at most.
            int begun = engine.DocumentsInside;
            Assert.Equal(Documents - ended - begun, taken.Count(static task => task.IsCompleted && Outcome(task) is null));
            Assert.InRange(begun, abandon || steps == 0 || isOver ? 0 : 1, abandon || steps == 0 || isOver ? 0 : 4);
            int stepsBefore = log.Steps.Count;
            PumpToTheEnd(pump);

            Assert.True(engine.Completion.IsCompletedSuccessfully, $"stopped after {steps} steps");
            await stopping;
            Assert.Equal(ended + begun, taken.Count(static task => Outcome(task) is not null));
            Assert.True(begun > 0 || log.Steps.Count == stepsBefore, "a step was carried out after all had ended");
            Assert.Equal(0, engine.DocumentsInside);
        }
    }

    [Fact]
    public async Task An_engine_that_computes_no_more_fails_whatever_is_inside_at_that_very_step()
    {
        await using ExtractionEngine engine = new(Settings(lanes: 1) with
        {
            Lanes = [new EngineLane(new EndingEngine(_model.NewEngine(), steps: 12))],
            Batching = new BatchingOptions { DocumentsInFlight = 2 },
        });
        EnginePump pump = engine.StartPumped();
        Task<JobOutcome?>[] taken = Submit(engine, pump, Documents);

        Assert.Throws<EngineFaultException>(() => PumpToTheEnd(pump));

        Assert.Equal(12, _log.Steps.Count);
        Assert.IsType<EngineFaultException>(engine.Completion.Exception!.InnerException);
        Assert.All(taken, static task => Assert.True(task.IsCompleted));
        Assert.Equal(_log.Decoded, taken.Count(static task => task is { IsCompletedSuccessfully: true, Result: not null }));
        Assert.Equal(taken.Length - _log.Decoded, taken.Count(static task => task.IsFaulted));
        Assert.False(pump.Turn());
        await Assert.ThrowsAsync<ChannelClosedException>(() => engine.DecodeAsync(Incoming(0), Stop));
    }

    [Fact]
    public async Task What_planning_throws_is_thrown_to_who_pumps_and_is_the_end_of_the_engine()
    {
        await using ExtractionEngine engine = new(Settings(lanes: 1) with { WarmUp = null, Plan = static _ => throw new InsufficientMemoryException() });
        EnginePump pump = engine.StartPumped();
        Task<JobOutcome?> taken = TaskOf(engine.SubmitAsync(Incoming(0), Stop));

        Assert.Throws<InsufficientMemoryException>(() => pump.Turn());

        Assert.IsType<InsufficientMemoryException>(taken.Exception!.InnerException);
        Assert.IsType<InsufficientMemoryException>(engine.Completion.Exception!.InnerException);
    }

    [Fact]
    public async Task Finishing_completes_with_the_last_document_and_not_before()
    {
        await using ExtractionEngine engine = new(Settings(lanes: 2));
        EnginePump pump = engine.StartPumped();
        Task<JobOutcome?>[] taken = Submit(engine, pump, Documents);
        Task finishing = engine.FinishAsync();
        while (taken.Any(static task => !task.IsCompleted))
        {
            Assert.False(engine.Completion.IsCompleted);
            pump.Turn();
        }

        Assert.True(engine.Completion.IsCompletedSuccessfully);
        await finishing;
    }

    [Fact]
    public async Task A_queue_without_room_says_so_and_what_waits_for_it_is_taken_once_it_has()
    {
        await using ExtractionEngine engine = new(Settings(lanes: 1) with { QueueLength = 3, Batching = new BatchingOptions { DocumentsInFlight = 1 } });
        EnginePump pump = engine.StartPumped();
        for (int i = 0; i < 3; i++)
        {
            Assert.True(pump.Plan());
            _ = TaskOf(engine.SubmitAsync(Incoming(i), Stop));
        }

        Assert.False(pump.Plan());
        pump.BeginSteps();
        Assert.True(pump.Plan());
    }

    [Fact]
    public async Task With_filling_a_lane_begins_once_it_is_full_or_nothing_can_come()
    {
        await using ExtractionEngine engine = new(Settings(lanes: 1) with
        {
            Assignment = LaneAssignment.InTurn,
            Batching = new BatchingOptions { DocumentsInFlight = 3 }.FillingBeforeStep(),
        });
        EnginePump pump = engine.StartPumped();
        _ = Submit(engine, pump, 2);
        Assert.False(pump.Turn());
        _ = Submit(engine, pump, 1);
        Assert.True(pump.Turn());
        PumpToTheEnd(pump);
        Assert.Equal(2, _log.Steps[^1].DocumentsInFlight);

        Task finishing = engine.FinishAsync();
        PumpToTheEnd(pump);
        Assert.Equal(3, _log.Decoded);
        await finishing;
    }

    [Fact]
    public async Task An_engine_is_started_once()
    {
        await using ExtractionEngine engine = new(Settings(lanes: 1));
        engine.StartPumped();

        Assert.Throws<InvalidOperationException>(() => engine.StartPumped());
        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.StartAsync(Stop));
    }

    [Fact]
    public async Task A_pumped_start_with_an_engine_that_cannot_compute_fails()
    {
        ExtractionEngine engine = new(Settings(lanes: 1) with { Lanes = [new EngineLane(new EndingEngine(_model.NewEngine(), steps: 0))], WarmUp = DocumentOf(0) });

        Assert.Throws<EngineFaultException>(() => engine.StartPumped());

        await engine.DisposeAsync();
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1000, 0, 3)]
    [InlineData(1000, 150, 2)]
    [InlineData(1000, 1500, 1)]
    public async Task A_lane_warms_up_in_rounds_while_its_time_lasts_and_tells_nobody(int time, int planning, int rounds)
    {
        int planned = 0;
        await using ExtractionEngine engine = new(Settings(lanes: 1) with
        {
            WarmUp = DocumentOf(0),
            WarmUpTime = TimeSpan.FromMilliseconds(time),
            Batching = new BatchingOptions { DocumentsInFlight = 5 },
            Plan = document =>
            {
                planned++;
                _time.Advance(TimeSpan.FromMilliseconds(planning));
                return _model.Planner.Plan(document);
            },
        });

        engine.StartPumped();

        Assert.Equal(rounds * 5, planned);
        Assert.Empty(_log.Steps);
        Assert.Equal(0, _log.Decoded);
    }

    private async Task<List<string>> StepsAsync()
    {
        StepLog log = new();
        await using ExtractionEngine engine = new(Settings(lanes: 3) with { Observer = log });
        EnginePump pump = engine.StartPumped(static lane => TimeSpan.FromMilliseconds(2 + lane));
        _ = Submit(engine, pump, Documents);
        PumpToTheEnd(pump);
        return [.. log.Steps.Select(static report => $"{report.Lane}: {report.Contents.Rows} rows, {report.DocumentsInFlight} documents, {report.KvCellsUsed} cells")];
    }

    private static void PumpToTheEnd(EnginePump pump)
    {
        while (pump.Turn())
        {
        }
    }

    private static Task<JobOutcome?>[] Submit(ExtractionEngine engine, EnginePump pump, int documents) =>
        [.. Enumerable.Range(0, documents).Select(i => pump.Plan() ? TaskOf(engine.SubmitAsync(Incoming(i), Stop)) : throw new InvalidOperationException("No room."))];

    /// <summary>A document that was taken at once.</summary>
    private static Task<JobOutcome?> TaskOf(ValueTask<Task<JobOutcome?>> taking)
    {
        Assert.True(taking.IsCompleted);
        return taking.GetAwaiter().GetResult();
    }

    private static JobOutcome? Outcome(Task<JobOutcome?> ended)
    {
        Assert.True(ended.IsCompleted);
        return ended.GetAwaiter().GetResult();
    }

    private ExtractionEngineSettings Settings(int lanes) => new()
    {
        Lanes = [.. Enumerable.Range(0, lanes).Select(_ => new EngineLane(_model.NewEngine()))],
        Plan = _model.Planner.Plan,
        Assembler = new DocumentAssembler(new AssemblySettings(DeduplicationPolicy.None, UngroundedPolicy.Keep, 0, OverlapPolicy.Allow)),
        Time = _time,
        Observer = _log,
    };

    private static Document DocumentOf(int number) => new(new DocumentId($"d{number}"), SampleTexts.Create(new Random(number), 6 + (number % 20)), TestModel.Labels());

    private static IncomingDocument Incoming(int number) => new(new JobTicket(number), DocumentOf(number), 0, Deadline.Never);

    private static string Read(JobOutcome? outcome) => string.Join(
        "; ", outcome!.Outcome.Entities!.Entities.Select(static entity => $"{entity.Label.Name} {entity.Text} {entity.Span}"));

    /// <summary>What was reported, and from where.</summary>
    private sealed class StepLog : IStepObserver
    {
        public List<StepReport> Steps { get; } = [];

        public HashSet<int> Threads { get; } = [];

        public List<long> Tickets { get; } = [];

        public int Decoded => Tickets.Count;

        public void StepDone(in StepReport report)
        {
            Steps.Add(report);
            Threads.Add(Environment.CurrentManagedThreadId);
        }

        public void DocumentDecoded(JobOutcome outcome) => Tickets.Add(outcome.Ticket.Value);
    }
}
