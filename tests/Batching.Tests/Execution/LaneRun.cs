using System.Threading.Channels;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Testing.Engines;

namespace PaDeNer.Batching.Tests.Execution;

/// <summary>Texts through one lane, on the thread that asks.</summary>
internal static class LaneRun
{
    /// <summary>Decodes texts; each has its number as its ticket.</summary>
    public static LaneStepper Run(
        TestModel model,
        IDecodeEngine engine,
        BatchingOptions options,
        TimeProvider time,
        IStepObserver observer,
        IReadOnlyList<string> texts,
        ICollection<JobOutcome> outcomes,
        DocumentBudget? budget = null,
        bool probes = true)
    {
        Channel<DocumentJob> jobs = Channel.CreateUnbounded<DocumentJob>();
        for (int number = 0; number < texts.Count; number++)
        {
            jobs.Writer.TryWrite(new DocumentJob(new JobTicket(number), model.Plan(texts[number]), time.GetTimestamp(), Deadline.Never));
        }

        jobs.Writer.Complete();
        LaneStepper lane = new(
            0, engine, options, new DocumentAssembler(new AssemblySettings()), time, observer, budget, () => probes ? new DocumentJob(new JobTicket(-1), model.Plan("Ada met Bob."), 0, Deadline.Never) : null);
        new DecodeLoop(lane).Run(jobs.Reader, outcomes.Add, CancellationToken.None);
        return lane;
    }

    /// <summary>Fails unless nothing is leased, reserved or used any more.</summary>
    public static void AssertNothingHeld(LaneStepper lane)
    {
        SequenceScheduler scheduler = lane.Scheduler;
        Assert.Equal((0, 0, 0, 0), (scheduler.Ledger.Used, scheduler.Ledger.Reserved, scheduler.Slots.Used, scheduler.DocumentsInFlight));
    }
}
