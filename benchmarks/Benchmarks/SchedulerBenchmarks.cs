using BenchmarkDotNet.Attributes;
using PaDeNer.Batching;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Planning;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Engines;

namespace PaDeNer.Benchmarks;

/// <summary>
/// Scheduling and applying steps over an engine that computes nothing. One operation is a document of 30 words, four labels and a mention
/// of each, from admission to its end, planned beforehand.
/// </summary>
public class SchedulerBenchmarks
{
    private const int Documents = 512;
    private readonly TestModel _model = new();
    private readonly Queue<DocumentPlan> _plans = new();
    private readonly List<CompletedDocument> _completed = [];

    /// <summary>Documents in decoding at once.</summary>
    [Params(1, 4)]
    public int InFlight { get; set; }

    /// <summary>Plans are used up by decoding.</summary>
    [IterationSetup]
    public void Plan()
    {
        for (int i = 0; i < Documents; i++)
        {
            _plans.Enqueue(_model.Plan(SampleTexts.Create(new Random(i), 30)));
        }
    }

    /// <summary>Schedule, Execute and Apply until all are decoded; gives the steps it took.</summary>
    [Benchmark(OperationsPerInvoke = Documents)]
    public long ScheduleAndApply()
    {
        using ScriptedEngine engine = new(_model.Capacity);
        SequenceScheduler scheduler = new(
            _model.Capacity, new BatchingOptions { DocumentsInFlight = InFlight }, TimeProvider.System);
        StepPlan plan = new(_model.Capacity);
        StepResult result = new(_model.Capacity);
        long step = 0;
        for (; _plans.Count > 0 || !scheduler.IsIdle; step++)
        {
            while (_plans.Count > 0 && scheduler.HasRoom)
            {
                scheduler.Add(new DocumentJob(new JobTicket(step), _plans.Dequeue(), 0, new Deadline(long.MaxValue / 2)));
            }

            scheduler.Schedule(plan, step, step);
            result.Clear();
            engine.Execute(plan, result);
            scheduler.Apply(result, step, TimeSpan.FromMilliseconds(4), _completed);
            _completed.Clear();
        }

        return step;
    }
}
