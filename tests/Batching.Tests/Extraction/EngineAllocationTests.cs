using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Extraction;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Simulation;

namespace PaDeNer.Batching.Tests.Extraction;

/// <summary>What an engine, from its queue to its lanes, costs the garbage collector while no document begins and none ends: nothing.</summary>
public class EngineAllocationTests
{
    private const int Documents = 6;
    private const int InDecoding = 4;

    /// <summary>So that lists have grown and code is compiled.</summary>
    private const int WarmRounds = 6;
    private const int MeasuredRounds = 12;

    private readonly VirtualClock _clock = new();
    private readonly LastStep _last = new();

    [Fact]
    public async Task A_step_of_mentions_under_way_allocates_nothing()
    {
        EngineCapacity capacity = new(128, 8192, 128, 128, 512);
        using SimulatedEngine device = new(capacity, 200, new StepTimes(1, 0, 0.1, 0.00001, 0.1), 0.1, 1);
        SimulatedPlanner planner = new(capacity, 200);
        await using ExtractionEngine engine = new(new ExtractionEngineSettings
        {
            Lanes = [new EngineLane(device)],
            Plan = planner.Plan,
            Assembler = new DocumentAssembler(new AssemblySettings()),
            Batching = new BatchingOptions { DocumentsInFlight = InDecoding },
            QueueLength = 64,
            Time = _clock,
            Observer = _last,
        });
        EnginePump pump = engine.StartPumped(_ => device.StepTime);
        long allocated = 0;
        for (int round = 0; round < WarmRounds + MeasuredRounds; round++)
        {
            // Up to here documents begin, and what a mention has decoded grows to its last size: costs of documents and not of steps.
            Submit(engine, pump, device, planner, round);
            Run(pump, 40);
            Assert.Equal(InDecoding, _last.Documents);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Run(pump, 20);
            allocated += round < WarmRounds ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(InDecoding, _last.Documents);
            Run(pump, int.MaxValue);
        }

        Assert.Equal(0, allocated);
    }

    /// <summary>Documents with deadlines and mentions as long as they may be; more than a lane takes at once.</summary>
    private void Submit(ExtractionEngine engine, EnginePump pump, SimulatedEngine device, SimulatedPlanner planner, int round)
    {
        for (int i = 0; i < Documents; i++)
        {
            int number = (round * Documents) + i;
            SimulatedDocument document = new(40 + i, [[64, 64], [64], [], [64]]);
            device.Expect(number, document);
            Assert.True(pump.Plan());
            Deadline deadline = new(_clock.GetTimestamp() + VirtualClock.Timestamp(TimeSpan.FromSeconds(5)));
            Assert.True(engine.SubmitAsync(
                new IncomingDocument(new JobTicket(number), planner.DocumentOf(document, number), _clock.GetTimestamp(), deadline), CancellationToken.None).AsTask().IsCompleted);
        }
    }

    private void Run(EnginePump pump, int steps)
    {
        for (int step = 0; step < steps && pump.Turn(); step++)
        {
            _clock.MoveTo(pump.NextEnd!.Value);
        }
    }

    private sealed class LastStep : IStepObserver
    {
        /// <summary>Documents in decoding after it.</summary>
        public int Documents { get; private set; }

        public void StepDone(in StepReport report) => Documents = report.DocumentsInFlight;

        public void DocumentDecoded(JobOutcome outcome)
        {
        }
    }
}
