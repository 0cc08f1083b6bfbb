namespace PaDeNer.Batching.Deadlines;

/// <summary>
/// Learns online how long a step takes: time = a + b min(rows, 16) + c rows + d rows x KV cells + e outputs, by recursive least squares
/// with slow forgetting, so that it follows a machine whose speed drifts. The attention of a unified KV cache costs per row and per cell
/// in use, hence the fourth term; the first rows of a step use a processor less well than more of them do, hence the second. Errors
/// count relative to the step's time, so that short steps are learnt as well as long ones. A step that the operating system held up is
/// an outlier and moves the model little. Allocates nothing.
/// </summary>
public sealed class StepCostModel
{
    /// <summary>Rows up to which a step's rows may cost more or less than those beyond.</summary>
    public const int FewRows = 16;

    private const int Terms = 5;
    private const double MostStepInRows = 64;
    private const double Forgetting = 0.998;
    private const double ErrorSmoothing = 0.02;
    private const double OutlierFactor = 4;
    private const double LeastOutlier = 0.02;

    /// <summary>Uncertainty at the beginning, and how much of it forgetting may bring back.</summary>
    private const double Unknown = 1e4;
    private const double Forgotten = 1e2;

    /// <summary>Observations after which predictions are worth acting on.</summary>
    private const int WarmUp = 24;

    private readonly double[] _weights = new double[Terms];
    private readonly double[,] _covariance = new double[Terms, Terms];
    private readonly double[] _features = new double[Terms];
    private readonly double[] _gain = new double[Terms];
    private double _typicalResidual;

    /// <summary>A model that knows nothing.</summary>
    public StepCostModel()
    {
        for (int i = 0; i < Terms; i++)
        {
            _covariance[i, i] = Unknown;
        }
    }

    /// <summary>Steps observed.</summary>
    public long Observations { get; private set; }

    /// <summary>Whether predictions are worth acting on.</summary>
    public bool IsWarm => Observations >= WarmUp;

    /// <summary>Mean absolute error of predictions made before the step was seen, relative to the time it took; smoothed, 0 until warm.</summary>
    public double RelativeError { get; private set; }

    /// <summary>Predicts a step.</summary>
    /// <param name="rows">Rows of the step.</param>
    /// <param name="kvCells">KV cells in use after it.</param>
    /// <param name="outputs">Output rows.</param>
    /// <returns>Zero or more; meaningless until <see cref="IsWarm"/>.</returns>
    public TimeSpan Predict(int rows, int kvCells, int outputs)
    {
        Fill(rows, kvCells, outputs);
        return TimeSpan.FromMilliseconds(Math.Max(0, Dot()));
    }

    /// <summary>What a step costs beside its rows, in rows that are among its first and have an output; 0 to 64.</summary>
    /// <param name="kvCells">KV cells in use.</param>
    public double StepInRows(int kvCells)
    {
        double row = PerRow(kvCells, 1) + (_weights[1] / FewRows);
        return row <= 1e-9 ? MostStepInRows : Math.Clamp(_weights[0] / row, 0, MostStepInRows);
    }

    /// <summary>Learns from a step.</summary>
    public void Observe(int rows, int kvCells, int outputs, TimeSpan took)
    {
        double actual = Math.Max(1e-4, took.TotalMilliseconds);
        Fill(rows, kvCells, outputs);
        double residual = actual - Dot();
        double scale = IsWarm ? Math.Max(Dot(), actual / 10) : actual;
        double relative = residual / scale;
        if (IsWarm)
        {
            RelativeError += ((Math.Abs(residual) / actual) - RelativeError) * (RelativeError == 0 ? 1 : ErrorSmoothing);
            double bound = Math.Max(OutlierFactor * _typicalResidual, LeastOutlier);
            relative = Math.Clamp(relative, -bound, bound);
            _typicalResidual += (Math.Abs(relative) - _typicalResidual) * ErrorSmoothing;
        }
        else
        {
            _typicalResidual = Math.Max(_typicalResidual * 0.9, Math.Min(1, Math.Abs(relative)));
        }

        for (int i = 0; i < Terms; i++)
        {
            _features[i] /= scale;
        }

        Update(relative);
        Observations++;
    }

    private double PerRow(int kvCells, double outputsPerRow) =>
        (_weights[2] / 64) + (_weights[3] * kvCells / (64 * 1024.0)) + (_weights[4] * outputsPerRow / 16);

    /// <summary>Scaled so that all terms are of the order of one for a usual step.</summary>
    private void Fill(int rows, int kvCells, int outputs)
    {
        _features[0] = 1;
        _features[1] = Math.Min(rows, FewRows) / (double)FewRows;
        _features[2] = rows / 64.0;
        _features[3] = rows * (double)kvCells / (64 * 1024.0);
        _features[4] = outputs / 16.0;
    }

    private double Dot()
    {
        double sum = 0;
        for (int i = 0; i < Terms; i++)
        {
            sum += _weights[i] * _features[i];
        }

        return sum;
    }

    private void Update(double residual)
    {
        // What does not vary for long is not forgotten: its uncertainty would grow without bound and the next change would be believed blindly.
        double uncertainty = 0;
        for (int i = 0; i < Terms; i++)
        {
            uncertainty += _covariance[i, i];
        }

        double forgetting = uncertainty < Forgotten ? Forgetting : 1;
        double scale = forgetting;
        for (int i = 0; i < Terms; i++)
        {
            _gain[i] = 0;
            for (int j = 0; j < Terms; j++)
            {
                _gain[i] += _covariance[i, j] * _features[j];
            }

            scale += _features[i] * _gain[i];
        }

        for (int i = 0; i < Terms; i++)
        {
            _weights[i] += _gain[i] / scale * residual;
        }

        for (int i = 0; i < Terms; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                _covariance[i, j] = _covariance[j, i] = (_covariance[i, j] - (_gain[i] * _gain[j] / scale)) / forgetting;
            }
        }
    }
}
