namespace PaDeNer.Benchmarking.Systems;

/// <summary>What our own decode loop says of its steps, summed up.</summary>
/// <param name="Predicted">Steps whose time was predicted before they ran.</param>
/// <param name="RelativeErrorSum">Sum over them of |predicted - taken| / taken.</param>
/// <param name="LoopBytes">Bytes the lanes' threads allocated in all: steps, and what documents themselves need.</param>
public readonly record struct StepFigures(long Predicted, double RelativeErrorSum, long LoopBytes)
{
    /// <summary>Mean absolute error of step times, relative to the time taken; 0 where none was predicted.</summary>
    public double PredictionError => Predicted == 0 ? 0 : RelativeErrorSum / Predicted;

    /// <summary>Both together.</summary>
    public static StepFigures operator +(StepFigures first, StepFigures second) => new(
        first.Predicted + second.Predicted, first.RelativeErrorSum + second.RelativeErrorSum, first.LoopBytes + second.LoopBytes);

    /// <summary>What came between two readings.</summary>
    public static StepFigures operator -(StepFigures later, StepFigures earlier) => new(
        later.Predicted - earlier.Predicted, later.RelativeErrorSum - earlier.RelativeErrorSum, later.LoopBytes - earlier.LoopBytes);
}
