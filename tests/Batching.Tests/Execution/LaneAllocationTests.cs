using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Simulation;

namespace PaDeNer.Batching.Tests.Execution;

/// <summary>What a lane with its queue costs the garbage collector while no document begins and none ends: nothing.</summary>
public class LaneAllocationTests
{
    private const int Documents = 6;

    /// <summary>So that lists have grown and code is compiled.</summary>
    private const int WarmRounds = 6;
    private const int MeasuredRounds = 12;

    [Fact]
    public void A_step_of_mentions_under_way_allocates_nothing()
    {
        EngineCapacity capacity = new(128, 8192, 128, 128, 512);
        VirtualClock clock = new();
        using SimulatedEngine engine = new(capacity, 200, new StepTimes(1, 0, 0.1, 0.00001, 0.1), 0.1, 1);
        LaneStepper lane = new(
            0, engine, new BatchingOptions { DocumentsInFlight = 4 }, new LeastSlackPolicy(), new DocumentAssembler(new AssemblySettings()), clock, new NoObserver());
        using DeadlineJobs jobs = new(64, clock);
        ShapePlanner planner = new(capacity, 200);
        long allocated = 0;
        for (int round = 0; round < WarmRounds + MeasuredRounds; round++)
        {
            // Up to here documents begin, and what a mention has decoded grows to its last size: costs of documents and not of steps.
            Fill(engine, planner, jobs, clock, round);
            Run(lane, engine, jobs, clock, 40);
            Assert.Equal(4, lane.Scheduler.DocumentsInFlight);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Run(lane, engine, jobs, clock, 20);
            allocated += round < WarmRounds ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(4, lane.Scheduler.DocumentsInFlight);
            Run(lane, engine, jobs, clock, int.MaxValue);
        }

        Assert.Equal(0, allocated);
    }

    /// <summary>Documents with deadlines and mentions as long as they may be; more than a lane takes at once.</summary>
    private static void Fill(SimulatedEngine engine, ShapePlanner planner, DeadlineJobs jobs, VirtualClock clock, int round)
    {
        for (int i = 0; i < Documents; i++)
        {
            int number = (round * Documents) + i;
            DocumentShape shape = new(40 + i, [[64, 64], [64], [], [64]]);
            engine.Expect(number, shape);
            Deadline deadline = new(clock.GetTimestamp() + VirtualClock.Timestamp(TimeSpan.FromSeconds(5)));
            Assert.True(jobs.TryWrite(new DocumentJob(new JobTicket(number), planner.Plan(shape, number), clock.GetTimestamp(), deadline)));
        }
    }

    private static void Run(LaneStepper lane, SimulatedEngine engine, DeadlineJobs jobs, VirtualClock clock, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            lane.Take(jobs);
            if (lane.Scheduler.IsIdle)
            {
                return;
            }

            lane.Start();
            lane.Execute();
            clock.MoveTo(clock.GetTimestamp() + VirtualClock.Timestamp(engine.StepTime));
            lane.Finish(static _ => { });
        }
    }
}
