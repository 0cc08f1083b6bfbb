using BenchmarkDotNet.Attributes;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Batching.Slots;
using PaDeNer.Decoding.Engine;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Engines;

namespace PaDeNer.Benchmarks;

/// <summary>Filling a micro-batch with the texts and counts of four documents of 30 words and four labels.</summary>
public class ComposerBenchmarks
{
    private readonly TestModel _model = new();
    private readonly List<RunningWindow> _windows = [];
    private readonly StepPlan _plan;
    private readonly MicroBatchComposer _composer;

    /// <summary>Admits the documents.</summary>
    public ComposerBenchmarks()
    {
        KvLedger ledger = new(_model.Capacity.KvCells);
        SequenceLifecycle lifecycle = new(new SlotPool(_model.Capacity.Slots), ledger);
        _plan = new StepPlan(_model.Capacity);
        _composer = new MicroBatchComposer(ledger, _model.Capacity.RowsPerStep);
        for (int i = 0; i < 4; i++)
        {
            DocumentJob job = new(new JobTicket(i), _model.Plan(SampleTexts.Create(new Random(i), 30)), 0, Deadline.Never);
            _windows.Add(lifecycle.TryStart(new RunningDocument(job), job.Plan.Windows[0])!);
        }
    }

    /// <summary>One micro-batch from its first row to its last; gives its rows.</summary>
    [Benchmark]
    public int Compose()
    {
        _plan.Clear();
        foreach (RunningWindow window in _windows)
        {
            window.PrefixDone = 0;
            foreach (RunningSequence sequence in window.Sequences)
            {
                sequence.FeedDone = 0;
                sequence.Length = 0;
            }
        }

        return _composer.Compose(_windows, _plan).Rows;
    }
}
