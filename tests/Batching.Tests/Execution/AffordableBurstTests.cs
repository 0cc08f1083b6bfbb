using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Simulation;

namespace PaDeNer.Batching.Tests.Execution;

/// <summary>How many documents a lane takes at once beside one that has little time to spare.</summary>
public sealed class AffordableBurstTests : IDisposable
{
    private const double RowMilliseconds = 0.02;

    /// <summary>Slots are never scarce and a step costs far more than rows: a lane would have as many as it may.</summary>
    private readonly SimulatedEngine _engine = new(
        new EngineCapacity(512, 32768, 2048, 2048, 512), 200, new StepTimes(5, 0, RowMilliseconds, 0, 0), 0, 1);

    private readonly DocumentShape _shape = new(40, [[2], [], [2], []]);
    private readonly VirtualClock _clock = new();
    private readonly ShapePlanner _planner;
    private readonly LaneStepper _lane;
    private int _number;
    private int _rows;

    public AffordableBurstTests()
    {
        _planner = new ShapePlanner(_engine.Capacity, 200);
        BatchingOptions options = new() { RowsPerStep = 2048 };
        _lane = new LaneStepper(0, _engine, options, new LeastSlackPolicy(), new DocumentAssembler(new AssemblySettings()), _clock, new NoObserver());
    }

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void A_burst_is_taken_as_far_as_the_tightest_document_in_decoding_can_afford_all_of_it()
    {
        using DeadlineJobs jobs = new(4000, _clock);
        Write(jobs, 2000);
        while (jobs.Waiting > 0 || !_lane.Scheduler.IsIdle)
        {
            _lane.Take(jobs);
            Step();
        }

        int rowsPerDocument = _rows / _number;
        TimeSpan spare = TimeSpan.FromMilliseconds(10 * RowMilliseconds * rowsPerDocument);
        _lane.Scheduler.Add(NewJob(new Deadline(_clock.GetTimestamp() + VirtualClock.Timestamp(_lane.Scheduler.Forecast.Service.At(_shape.TextTokens) + spare))));
        Step();
        Write(jobs, 2000);

        _lane.Take(jobs);

        // Ten, but for what was learnt of rows and what the slack is rounded to; without the tight one as many as there may be.
        Assert.True(_lane.Scheduler.DocumentLimit >= 20, $"The limit is {_lane.Scheduler.DocumentLimit}: nothing to tell.");
        Assert.InRange(_lane.Scheduler.DocumentsInFlight - 1, 7, 12);
    }

    private void Step()
    {
        _lane.Start();
        _lane.Execute();
        _clock.MoveTo(_clock.GetTimestamp() + VirtualClock.Timestamp(_engine.StepTime));
        _lane.Finish(outcome => _rows += outcome.Outcome.Entities!.Statistics.TokensEvaluated);
    }

    private void Write(DeadlineJobs jobs, int documents)
    {
        for (int i = 0; i < documents; i++)
        {
            Assert.True(jobs.TryWrite(NewJob(Deadline.Never)));
        }
    }

    private DocumentJob NewJob(Deadline deadline)
    {
        int number = _number++;
        _engine.Expect(number, _shape);
        return new DocumentJob(new JobTicket(number), _planner.Plan(_shape, number), _clock.GetTimestamp(), deadline);
    }
}
