using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Slots;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Batching.Scheduling;

/// <summary>
/// Says how much time each document has to spare, and how large a step may grow before the tightest would miss its deadline. A
/// document's remaining steps are nearly known from its plan: its text, its counts, and as many mention steps as documents have been
/// taking.
/// </summary>
internal sealed class SlackEstimator(TimeProvider time, KvLedger ledger, int rowsPerStep)
{
    private const double Smoothing = 0.05;
    private double _mentionSteps = 2;
    private double _outputsPerRow = 0.1;
    private double _typicalStepSeconds;
    private int _rows;
    private int _outputs;

    public StepCostModel Cost { get; } = new();

    /// <summary>What the step composed last was predicted to take; null until predictions are worth something.</summary>
    public TimeSpan? Predicted { get; private set; }

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

    /// <summary>Notes how many steps a document's mentions took.</summary>
    public void Completed(long mentionSteps) => _mentionSteps += (mentionSteps - _mentionSteps) * Smoothing;

    /// <summary>Deadline minus now minus what the document still takes.</summary>
    public TimeSpan Slack(RunningDocument document, long now)
    {
        Deadline deadline = document.Job.Deadline;
        if (deadline == Deadline.Never)
        {
            return TimeSpan.MaxValue;
        }

        TimeSpan remaining = TimeSpan.FromSeconds(RemainingSteps(document) * _typicalStepSeconds);
        return time.GetElapsedTime(now, deadline.Timestamp) - remaining;
    }

    /// <summary>Rows the step may have so that the tightest punctual document still makes it; never less than that document's own.</summary>
    /// <param name="windows">In the policy's order.</param>
    public int RowLimit(List<RunningWindow> windows)
    {
        if (!Cost.IsWarm)
        {
            return rowsPerStep;
        }

        foreach (RunningWindow window in windows)
        {
            TimeSpan slack = window.Document.Candidate.Slack;
            if (slack >= TimeSpan.Zero && slack != TimeSpan.MaxValue)
            {
                TimeSpan forThisStep = slack + TimeSpan.FromSeconds(_typicalStepSeconds);
                int within = Cost.RowsWithin(forThisStep, ledger.Used, _outputsPerRow);
                return Math.Clamp(within, Math.Min(OwnRows(windows, window.Document), rowsPerStep), rowsPerStep);
            }
        }

        return rowsPerStep;
    }

    private double RemainingSteps(RunningDocument document)
    {
        double steps = document.CountsKnownAt is null ? 1 + _mentionSteps : Math.Max(1, _mentionSteps - document.StepsSinceCounts);
        int textRows = 0;
        foreach (WindowPlan window in document.Job.Plan.Windows)
        {
            textRows += window.Prompt.Prefix.Length;
        }

        // A long text takes a step per row budget; what is evaluated already is not worth keeping count of.
        return steps + (document.CountsKnownAt is null ? (textRows - 1) / rowsPerStep : 0);
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
