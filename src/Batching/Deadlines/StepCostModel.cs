namespace PaDeNer.Batching.Deadlines;

/// <summary>
/// Learns online how long a step takes: time = a + b rows + c rows x KV cells + d outputs, by recursive least squares with slow
/// forgetting, so that it follows a machine whose speed drifts. The attention of a unified KV cache costs per row and per cell in use,
/// hence the third term. A step that the operating system held up is an outlier and moves the model little.
/// </summary>
public sealed class StepCostModel
{
    private const int Terms = 4;
    private const double Forgetting = 0.998;
    private const double ErrorSmoothing = 0.02;
    private const double OutlierFactor = 4;

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
            _covariance[i, i] = 1e4;
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

    /// <summary>How many rows a step may have to end within a time; at least 0.</summary>
    /// <param name="time">The time there is.</param>
    /// <param name="kvCells">KV cells in use.</param>
    /// <param name="outputsPerRow">Output rows per row, as steps have been having them.</param>
    public int RowsWithin(TimeSpan time, int kvCells, double outputsPerRow)
    {
        double perRow = (_weights[1] / 64) + (_weights[2] * kvCells / (64 * 1024.0)) + (_weights[3] * outputsPerRow / 16);
        double left = time.TotalMilliseconds - _weights[0];
        return perRow <= 1e-9 ? int.MaxValue : (int)Math.Clamp(left / perRow, 0, int.MaxValue);
    }

    /// <summary>Learns from a step.</summary>
    public void Observe(int rows, int kvCells, int outputs, TimeSpan took)
    {
        Fill(rows, kvCells, outputs);
        double actual = took.TotalMilliseconds;
        double residual = actual - Dot();
        if (IsWarm && actual > 0)
        {
            RelativeError += ((Math.Abs(residual) / actual) - RelativeError) * (RelativeError == 0 ? 1 : ErrorSmoothing);
            double bound = OutlierFactor * _typicalResidual;
            _typicalResidual += (Math.Min(Math.Abs(residual), Math.Max(bound, 1e-3)) - _typicalResidual) * ErrorSmoothing;
            residual = Math.Clamp(residual, -Math.Max(bound, 1e-3), Math.Max(bound, 1e-3));
        }
        else
        {
            _typicalResidual = Math.Max(_typicalResidual * 0.9, Math.Abs(residual));
        }

        Update(residual);
        Observations++;
    }

    /// <summary>Scaled so that all terms are of the order of one for a usual step.</summary>
    private void Fill(int rows, int kvCells, int outputs)
    {
        _features[0] = 1;
        _features[1] = rows / 64.0;
        _features[2] = rows * (double)kvCells / (64 * 1024.0);
        _features[3] = outputs / 16.0;
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
        double scale = Forgetting;
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
                // Bounded, so that features that do not vary for long cannot blow the covariance up.
                double value = (_covariance[i, j] - (_gain[i] * _gain[j] / scale)) / Forgetting;
                _covariance[i, j] = _covariance[j, i] = Math.Clamp(value, -1e4, 1e4);
            }
        }
    }
}
