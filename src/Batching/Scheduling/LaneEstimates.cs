using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Slots;
using PaDeNer.Decoding.Engine;

namespace PaDeNer.Batching.Scheduling;

/// <summary>What a lane has learnt of what its steps and its documents take.</summary>
/// <param name="time">Turns differences of timestamps into durations; is never asked for the time.</param>
/// <param name="ledger">The lane's cells.</param>
internal sealed class LaneEstimates(TimeProvider time, KvLedger ledger)
{
    /// <summary>What a step costs beside its rows, in rows, until it is known: what two cores take with a small model.</summary>
    private const double UsualStepWorth = 2;

    private readonly SecondsPerRow _service = new();
    private readonly SecondsPerRow _work = new();
    private int _rows;
    private int _outputs;

    /// <summary>What steps take.</summary>
    public StepCostModel Cost { get; } = new();

    /// <summary>What the step composed last was predicted to take; null until predictions are worth something.</summary>
    public TimeSpan? Predicted { get; private set; }

    /// <summary>What documents take.</summary>
    public ServiceForecast Forecast => new(_service.Value, _work.Value);

    /// <summary>What a step that a document need not take is worth, in rows: steps are shared by the documents in flight.</summary>
    public double StepWorth(int documentsInFlight) => (Cost.IsWarm ? Cost.StepInRows(ledger.Used) : UsualStepWorth) / Math.Max(1, documentsInFlight);

    /// <summary>From receipt to deadline; null without one.</summary>
    public TimeSpan? ObjectiveOf(DocumentJob job) => job.Deadline == Deadline.Never ? null : time.GetElapsedTime(job.Received, job.Deadline.Timestamp);

    /// <summary>Notes what was composed.</summary>
    public void Composed(MicroBatch batch)
    {
        (_rows, _outputs) = (batch.RowCount, batch.OutputCount);
        Predicted = Cost.IsWarm ? Cost.Predict(_rows, ledger.Used, _outputs) : null;
    }

    /// <summary>Notes how long it took.</summary>
    public void Executed(TimeSpan took, int cellsUsed) => Cost.Observe(_rows, cellsUsed, _outputs, took);

    /// <summary>Notes what a document took.</summary>
    public void Completed(RunningDocument document, long now)
    {
        int rows = document.Job.TextRows;
        _service.Observe(rows, time.GetElapsedTime(document.FirstStep!.Value, now));
        _work.Observe(rows, document.Work);
    }
}
