using System.Diagnostics.CodeAnalysis;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Simulation;

namespace PaDeNer.Batching.Tests.Execution;

/// <summary>
/// A lane that may have more documents than its slots, cells and rows are enough for, and is offered one after the other as long as it
/// asks. Most of them are long and never late; between them come short ones that are late from the beginning, and some that become so.
/// </summary>
internal sealed class CrowdedLane : IJobSource, IDisposable
{
    private const int WindowTokens = 128;
    private readonly Random _random;
    private readonly SimulatedEngine _engine;
    private readonly SimulatedPlanner _planner;
    private int _step;

    /// <param name="seed">Another seed, another lane.</param>
    public CrowdedLane(int seed)
    {
        _random = new Random(seed);
        int rows = 4 + _random.Next(28);
        EngineCapacity capacity = new(8 + _random.Next(24), 400 + _random.Next(800), rows, rows, 384);
        _engine = new SimulatedEngine(capacity, WindowTokens, new StepTimes(1, 0, 0.05, 0, 0), 0, seed);
        _planner = new SimulatedPlanner(capacity, WindowTokens);
        InFlight = 4 + _random.Next(9);
    }

    /// <summary>Documents that the lane may have at once.</summary>
    public int InFlight { get; }

    /// <summary>Before which step each document was taken, by its number: documents are numbered as they are taken.</summary>
    public List<int> TakenBefore { get; } = [];

    /// <summary>In which step each document was begun.</summary>
    public int[] Begun { get; private set; } = [];

    public int Waiting => Begun.Length - TakenBefore.Count;

    /// <summary>Decodes so many documents.</summary>
    public void Run(int documents)
    {
        Begun = new int[documents];
        VirtualClock clock = new();
        BatchingOptions options = new() { DocumentsInFlight = InFlight };
        LaneStepper lane = new(
            0, _engine, options, new DocumentAssembler(new AssemblySettings()), clock, new NoObserver());
        for (lane.Take(this); !lane.Scheduler.IsIdle; lane.Take(this))
        {
            lane.Start();
            lane.Execute();
            clock.MoveTo(clock.GetTimestamp() + VirtualClock.Timestamp(_engine.StepTime));
            lane.Finish(outcome => Begun[outcome.Ticket.Value] = _step - outcome.Timings.Steps + 1);
            _step++;
        }
    }

    public bool TryTake(in JobRequest request, [NotNullWhen(true)] out DocumentJob? job)
    {
        job = null;
        if (Waiting == 0)
        {
            return false;
        }

        int number = TakenBefore.Count;
        TakenBefore.Add(_step);
        (SimulatedDocument document, double milliseconds) = Draw();
        _engine.Expect(number, document);
        Deadline deadline = new(request.Now + VirtualClock.Timestamp(TimeSpan.FromMilliseconds(milliseconds)));
        job = new DocumentJob(new JobTicket(number), _planner.Plan(document, number), request.Now, deadline);
        Assert.Single(job.Plan.Windows);
        return true;
    }

    public bool WaitForJob(CancellationToken abandon) => throw new NotSupportedException("There is always another until the end.");

    public void Dispose() => _engine.Dispose();

    private (SimulatedDocument Document, double Milliseconds) Draw() => _random.Next(6) switch
    {
        0 => (Like(1 + _random.Next(8), 1), -1),
        1 => (Like(10 + _random.Next(50), 1 + _random.Next(6)), _random.Next(50)),
        _ => (Like(30 + _random.Next(90), 2 + _random.Next(5)), 1e6),
    };

    private SimulatedDocument Like(int tokens, int labels) =>
        new(tokens, [.. Enumerable.Range(0, labels).Select(_ => Enumerable.Range(0, _random.Next(3)).Select(_ => 1 + _random.Next(4)).ToArray())]);
}
