using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Slots;
using PaDeNer.Decoding.Engine;

namespace PaDeNer.Batching.Scheduling;

/// <summary>
/// Says how much time each document has to spare, and how large a step may grow before the tightest would miss its deadline. What a
/// document takes is learnt as a line over the rows of its text; once its counts are known, it is as many mention steps as documents
/// have been taking.
/// </summary>
internal sealed class SlackEstimator(TimeProvider time, KvLedger ledger, int rowsPerStep)
{
    private const double Smoothing = 0.05;

    /// <summary>
    /// A document that was begun in time and ends late widens the margin by so much, and every other one narrows it by a twentieth of
    /// that: so about one in twenty is such a one when more comes than can be done.
    /// </summary>
    private const double MarginStep = 0.2;
    private const double WidestMargin = 6;

    /// <summary>What a step costs beside its rows, in rows, until it is known: what two cores take with a small model.</summary>
    private const double UsualStepWorth = 2;

    private readonly LengthFit _service = new();
    private readonly LengthFit _work = new();
    private double _margin = 1;
    private double _mentionSteps = 2;
    private double _outputsPerRow = 0.1;
    private double _typicalStepSeconds;
    private TimeSpan _tightest = TimeSpan.MaxValue;
    private int _rows;
    private int _outputs;

    public StepCostModel Cost { get; } = new();

    /// <summary>What the step composed last was predicted to take; null until predictions are worth something.</summary>
    public TimeSpan? Predicted { get; private set; }

    /// <summary>What documents take: the lane's time, and, with the margin, the time to be on time in.</summary>
    public ServiceForecast Forecast => new(_service.Line.Times(_margin), _work.Line);

    /// <summary>What a step that a document need not take is worth, in rows: steps are shared by the documents in flight.</summary>
    public double StepWorth(int documentsInFlight) => (Cost.IsWarm ? Cost.StepInRows(ledger.Used) : UsualStepWorth) / Math.Max(1, documentsInFlight);

    /// <summary>Whether the tightest document that can still make it also makes it with so many rows more before its end.</summary>
    public bool CanAfford(double rows) =>
        !Cost.IsWarm || _tightest == TimeSpan.MaxValue || Cost.TimeOfRows(rows, ledger.Used, _outputsPerRow) <= _tightest;

    /// <summary>Notes what was composed.</summary>
    public void Composed(MicroBatch batch)
    {
        (_rows, _outputs) = (batch.RowCount, batch.OutputCount);
        Predicted = Cost.IsWarm ? Cost.Predict(_rows, ledger.Used, _outputs) : null;
    }

    /// <summary>Notes how long it took.</summary>
    public void Executed(TimeSpan took, int cellsUsed)
    {
        Cost.Observe(_rows, cellsUsed, _outputs, took);
        _typicalStepSeconds += (took.TotalSeconds - _typicalStepSeconds) * (Cost.Observations == 1 ? 1 : Smoothing);
        _outputsPerRow += ((_outputs / (double)Math.Max(1, _rows)) - _outputsPerRow) * Smoothing;
    }

    /// <summary>Notes what a document took, and whether one that was begun in time ended in time.</summary>
    public void Completed(RunningDocument document, long now)
    {
        int rows = document.Job.TextRows;
        _service.Observe(rows, time.GetElapsedTime(document.FirstStep!.Value, now));
        _work.Observe(rows, document.Work);
        _mentionSteps += (document.StepsSinceCounts - _mentionSteps) * Smoothing;
        bool isSurprise = document.WasBegunInTime && now > document.Job.Deadline.Timestamp;
        _margin = Math.Clamp(_margin + (isSurprise ? MarginStep : -MarginStep / 20), 1, WidestMargin);
    }

    /// <summary>The lane's time that a document still costs.</summary>
    public TimeSpan RemainingWork(RunningDocument document)
    {
        TimeSpan left = _work.Line.At(document.Job.TextRows) - document.Work;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>From receipt to deadline; null without one.</summary>
    public TimeSpan? ObjectiveOf(DocumentJob job) => job.Deadline == Deadline.Never ? null : time.GetElapsedTime(job.Received, job.Deadline.Timestamp);

    /// <summary>Whether a document that is about to begin with so much slack is expected to be on time, margin included.</summary>
    public bool IsInTime(RunningDocument document) =>
        document.Candidate.Slack is var slack && slack != TimeSpan.MaxValue && slack >= _service.Line.At(document.Job.TextRows) * (_margin - 1);

    /// <summary>When it is needed minus now minus what the document still takes.</summary>
    public TimeSpan Slack(RunningDocument document, long now)
    {
        Deadline deadline = document.Job.NeededBy;
        return deadline == Deadline.Never ? TimeSpan.MaxValue : time.GetElapsedTime(now, deadline.Timestamp) - Remaining(document, now);
    }

    /// <summary>Rows the step may have so that the tightest punctual document still makes it; never less than that document's own.</summary>
    /// <param name="windows">In the policy's order.</param>
    public int RowLimit(List<RunningWindow> windows)
    {
        _tightest = TimeSpan.MaxValue;
        if (!Cost.IsWarm)
        {
            return rowsPerStep;
        }

        foreach (RunningWindow window in windows)
        {
            TimeSpan slack = window.Document.Candidate.Slack;
            if (slack >= TimeSpan.Zero && slack != TimeSpan.MaxValue)
            {
                _tightest = slack;
                TimeSpan forThisStep = slack + TimeSpan.FromSeconds(_typicalStepSeconds);
                int within = Cost.RowsWithin(forThisStep, ledger.Used, _outputsPerRow);
                return Math.Clamp(within, Math.Min(OwnRows(windows, window.Document), rowsPerStep), rowsPerStep);
            }
        }

        return rowsPerStep;
    }

    private TimeSpan Remaining(RunningDocument document, long now)
    {
        TimeSpan step = TimeSpan.FromSeconds(_typicalStepSeconds);
        if (document.CountsKnownAt is not null)
        {
            return step * Math.Max(1, _mentionSteps - document.StepsSinceCounts);
        }

        TimeSpan whole = _service.Line.At(document.Job.TextRows);
        TimeSpan left = document.FirstStep is { } begun ? whole - time.GetElapsedTime(begun, now) : whole;
        TimeSpan least = step * (1 + _mentionSteps);
        return left > least ? left : least;
    }

    private static int OwnRows(List<RunningWindow> windows, RunningDocument document)
    {
        int rows = 0;
        foreach (RunningWindow window in windows)
        {
            if (window.Document == document)
            {
                rows += window.Plan.Prompt.Prefix.Length - window.PrefixDone;
                foreach (RunningSequence sequence in window.Sequences)
                {
                    rows += sequence.Sequence.Feed.Count - sequence.FeedDone;
                }
            }
        }

        return rows;
    }
}
