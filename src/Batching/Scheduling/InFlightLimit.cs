using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Batching.Scheduling;

/// <summary>
/// How many documents a lane should have in decoding at once. Fixed where it is configured; otherwise found from what steps and documents
/// have been taking: one more document shares a step's fixed cost and pays with attention over more cells and with a longer step for
/// all. The number is the one whose predicted throughput is worth its latency most; where that leaves documents less than half of their
/// latency objective for waiting, fewer, as far as it costs little throughput.
/// </summary>
/// <param name="configured">The fixed number; 0 to find it.</param>
/// <param name="most">Never more than this.</param>
/// <param name="rowsPerStep">Most rows of a step.</param>
/// <param name="cost">What steps have been taking.</param>
internal sealed class InFlightLimit(int configured, int most, int rowsPerStep, StepCostModel cost)
{
    /// <summary>
    /// A lane begins with as many documents as fill a step with so many rows each: where steps can be wide, what a row costs beside a step
    /// is not told by narrow ones, and a lane that began with four stayed with few where a hundred pay.
    /// </summary>
    private const int RowsToBeginWith = 32;

    /// <summary>
    /// What latency is worth in throughput: one document more has to bring so many times its share. Twice as many documents, and with
    /// them twice the latency, have to bring 3.5 %.
    /// </summary>
    private const double LatencyPrice = 0.05;

    /// <summary>The share of the highest predicted throughput that is kept whatever latency is worth.</summary>
    private const double NearEnough = 0.98;

    /// <summary>The share that is kept where documents would have too little of their objective left.</summary>
    private const double NearEnoughWhenTight = 0.9;

    /// <summary>The share of its latency objective that a document's decoding may take beside others.</summary>
    private const double MostOfObjective = 0.5;

    private const double TowardsTighter = 0.25;
    private const double TowardsLooser = 0.005;

    /// <summary>Documents between two adjustments: long enough for the changed packing to show in what is learnt.</summary>
    private const int Interval = 8;

    private const double Smoothing = 0.05;
    private double _rows;
    private double _outputs;
    private double _steps;
    private double _cells;
    private double _objective;
    private int _documents;
    private int _sinceAdjustment;

    /// <summary>Whether the number is found and not configured.</summary>
    public bool IsFound => configured == 0;

    /// <summary>Most documents to have in decoding; 1 or more.</summary>
    public int Documents { get; private set; } = configured > 0 ? configured : Math.Clamp(rowsPerStep / RowsToBeginWith, 1, most);

    /// <summary>Notes a step.</summary>
    /// <param name="documents">Documents in decoding.</param>
    /// <param name="cells">KV cells in use.</param>
    public void StepDone(int documents, int cells)
    {
        if (documents > 0)
        {
            _cells += ((cells / (double)documents) - _cells) * (_cells == 0 ? 1 : Smoothing);
        }
    }

    /// <summary>Notes what a document took from its first to its last step.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="outputs">Output rows.</param>
    /// <param name="steps">Steps that had a row of it.</param>
    /// <param name="objective">The time it had from its receipt to its deadline; null where it had no deadline.</param>
    public void Completed(int rows, int outputs, int steps, TimeSpan? objective)
    {
        double weight = Math.Max(Smoothing, 1.0 / ++_documents);
        _rows += (rows - _rows) * weight;
        _outputs += (outputs - _outputs) * weight;
        _steps += (Math.Max(1, steps) - _steps) * weight;
        if (objective is { } seconds)
        {
            // Near the tightest that keep coming: in a mixture it is they who would be late.
            bool isTighter = seconds.TotalSeconds < _objective;
            _objective += (seconds.TotalSeconds - _objective) * (_objective == 0 ? 1 : isTighter ? TowardsTighter : TowardsLooser);
        }

        if (IsFound && cost.IsWarm && ++_sinceAdjustment >= Interval)
        {
            _sinceAdjustment = 0;
            Adjust();
        }
    }

    /// <summary>Documents per second with so many in decoding, as predicted.</summary>
    public double Throughput(int documents)
    {
        double rows = Math.Max(1, RowsPerStep(documents));
        double seconds = StepSeconds(documents, rows);
        return seconds <= 0 ? 0 : rows / _rows / seconds;
    }

    private double StepSeconds(int documents, double rows) =>
        cost.Predict((int)Math.Round(rows), (int)(documents * _cells), (int)Math.Round(rows * _outputs / _rows)).TotalSeconds;

    /// <summary>
    /// Rows of a step with so many documents in decoding, in the mean. A document brings most of its rows in one of its steps, so steps
    /// vary; what is above the limit is cut off.
    /// </summary>
    private double RowsPerStep(int documents)
    {
        double mean = documents * _rows / _steps;
        double deviation = Math.Max(1e-3, mean * Math.Sqrt(Math.Max(0, _steps - 1) / documents));
        double room = (rowsPerStep - mean) / deviation;
        double below = 1 / (1 + Math.Exp(-1.702 * room));
        double density = Math.Exp(-room * room / 2) / Math.Sqrt(2 * Math.PI);
        return (mean * below) + (rowsPerStep * (1 - below)) - (deviation * density);
    }

    /// <summary>Goes towards the best number, to half or twice what there is at most: predictions far from what was seen are worth little.</summary>
    private void Adjust()
    {
        double highest = 0;
        double best = 0;
        int worthwhile = 1;
        for (int documents = 1; documents <= most; documents++)
        {
            double throughput = Throughput(documents);
            double worth = throughput / Math.Pow(documents, LatencyPrice);
            highest = Math.Max(highest, throughput);
            (best, worthwhile) = worth > best ? (worth, documents) : (best, worthwhile);
        }

        int found = Math.Max(worthwhile, Least(highest * NearEnough));
        int least = Least(highest * NearEnoughWhenTight);
        while (found > least && _objective > 0 && found / Throughput(found) > _objective * MostOfObjective)
        {
            found--;
        }

        Documents = Math.Clamp(found, (Documents + 1) / 2, Math.Min(most, Documents * 2));
    }

    private int Least(double throughput)
    {
        int documents = 1;
        while (documents < most && Throughput(documents) < throughput)
        {
            documents++;
        }

        return documents;
    }
}
