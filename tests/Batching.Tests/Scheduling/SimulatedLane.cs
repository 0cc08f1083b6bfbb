using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Decoding.Engine;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Engines;
using PaDeNer.Testing.Time;

namespace PaDeNer.Batching.Tests.Scheduling;

/// <summary>A lane on a virtual clock: documents arrive at given times, steps take what a profile says, nothing waits for real.</summary>
internal sealed class SimulatedLane(TestModel model, IBatchingPolicy policy, BatchingOptions options)
{
    private readonly ManualTimeProvider _time = new();

    /// <summary>A small model on one core: 3 ms a step and 0.15 ms a row.</summary>
    public static TimeSpan OneCore(int rows) => TimeSpan.FromMilliseconds(3 + (0.15 * rows));

    /// <summary>Latency and lateness of every document, by number.</summary>
    public Dictionary<int, (TimeSpan Latency, bool Late)> Run(IReadOnlyList<(TimeSpan At, TimeSpan Objective)> arrivals)
    {
        using InMemoryEngine engine = model.NewEngine();
        SequenceScheduler scheduler = new(model.Capacity, options, policy, _time);
        StepPlan plan = new(model.Capacity);
        StepResult result = new(model.Capacity);
        List<CompletedDocument> completed = [];
        Dictionary<int, (TimeSpan, bool)> ends = [];
        long origin = _time.GetTimestamp();
        int next = 0;
        for (long step = 0; ends.Count < arrivals.Count; step++)
        {
            if (scheduler.IsIdle && _time.GetElapsedTime(origin) < arrivals[next].At)
            {
                _time.Advance(arrivals[next].At - _time.GetElapsedTime(origin) + TimeSpan.FromMilliseconds(0.01));
            }

            while (next < arrivals.Count && scheduler.HasRoom && arrivals[next].At <= _time.GetElapsedTime(origin))
            {
                scheduler.Add(NewJob(next, origin, arrivals[next++]));
            }

            scheduler.Schedule(plan, _time.GetTimestamp(), step);
            result.Clear();
            Assert.Equal(StepStatus.Ok, engine.Execute(plan, result));
            TimeSpan took = OneCore(plan.Batch.RowCount);
            _time.Advance(took);
            scheduler.Apply(result, took, completed);
            foreach (CompletedDocument document in completed)
            {
                long now = _time.GetTimestamp();
                ends.Add((int)document.Job.Ticket.Value, (_time.GetElapsedTime(document.Job.Received, now), now > document.Job.Deadline.Timestamp));
            }

            completed.Clear();
        }

        return ends;
    }

    private DocumentJob NewJob(int number, long origin, (TimeSpan At, TimeSpan Objective) arrival)
    {
        long received = Deadline.After(_time, origin, arrival.At).Timestamp;
        return new DocumentJob(
            new JobTicket(number), model.Plan(SampleTexts.Create(new Random(number), 5 + (number % 30))), received, Deadline.After(_time, received, arrival.Objective));
    }
}
