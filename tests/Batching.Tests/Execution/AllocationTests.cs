using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;
using PaDeNer.Testing.Engines;
using PaDeNer.Testing.Time;

namespace PaDeNer.Batching.Tests.Execution;

public class AllocationTests
{
    private const int MentionTokens = 64;

    /// <summary>
    /// Documents and sequences have memory of their own, made as they start, as their tokens become more and as they end. In between, a
    /// step needs nothing that is not there: schedule, execute, apply, report.
    /// </summary>
    [Fact]
    public void Steps_in_the_midst_of_sequences_allocate_nothing()
    {
        ManualTimeProvider time = new();
        TestModel model = new(settings: new DecodingSettings(DecodingMode.Free, true, new PlanLimits(MaxMentionTokens: MentionTokens)));
        TokenId word = model.Tokenizer.Tokenize("word")[0];
        using TalkativeEngine engine = new(model.Capacity, word, time);
        LaneStepper lane = new(
            0, engine, new BatchingOptions { DocumentsInFlight = 4 }, new DocumentAssembler(new AssemblySettings()), time, new NoObserver());
        List<long> bytes = [];
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < 4; i++)
            {
                Deadline deadline = Deadline.After(time, time.GetTimestamp(), TimeSpan.FromSeconds(10));
                lane.Scheduler.Add(new DocumentJob(new JobTicket(i), model.Plan("some words that nobody wants"), time.GetTimestamp(), deadline));
            }

            // Half the tokens of each mention: the lists that hold them have grown to 64 places.
            Run(lane, (MentionTokens / 2) + 4);
            Assert.Equal(16, lane.Scheduler.SequencesInFlight);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Run(lane, 20);
            bytes.Add(GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal(16, lane.Scheduler.SequencesInFlight);
            while (!lane.Scheduler.IsIdle)
            {
                Run(lane, 1);
            }
        }

        // The first round makes room in lists that are kept.
        Assert.Equal([0, 0], bytes.Skip(1));
    }

    private static void Run(LaneStepper lane, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            lane.Start();
            lane.Execute();
            lane.Finish(static _ => { });
        }
    }

    /// <summary>Says that every label has one mention, and that it never ends. Keeps and allocates nothing.</summary>
    private sealed class TalkativeEngine(EngineCapacity capacity, TokenId word, ManualTimeProvider time) : IDecodeEngine
    {
        public EngineCapacity Capacity { get; } = capacity;

        public string Device => "none";

        public StepStatus Execute(StepPlan plan, StepResult result)
        {
            foreach (ref readonly OutputRequest output in plan.Batch.Outputs)
            {
                ReadOnlySpan<TokenId> candidates = plan.Batch.CandidatesOf(output);
                result.Add(new TokenChoice(candidates.IsEmpty ? word : candidates[1], -0.1f, 1));
            }

            time.Advance(TimeSpan.FromMilliseconds(1 + (0.1 * plan.Batch.RowCount)));
            return StepStatus.Ok;
        }

        public void Dispose()
        {
        }
    }
}
