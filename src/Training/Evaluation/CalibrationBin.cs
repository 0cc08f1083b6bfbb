namespace PaDeNer.Training.Evaluation;

/// <summary>Entities of about the same probability.</summary>
/// <param name="From">Lowest probability, included.</param>
/// <param name="To">Highest, not included unless it is 1.</param>
/// <param name="Entities">How many there were.</param>
/// <param name="Right">How many of them were right in the paper's metric.</param>
/// <param name="ProbabilitySum">Sum of their probabilities.</param>
public readonly record struct CalibrationBin(double From, double To, int Entities, int Right, double ProbabilitySum)
{
    /// <summary>What the model said: mean probability, 0 to 1; 0 where there are none.</summary>
    public double MeanProbability => Entities == 0 ? 0 : ProbabilitySum / Entities;

    /// <summary>What was so: share that was right, 0 to 1; 0 where there are none.</summary>
    public double ShareRight => Entities == 0 ? 0 : (double)Right / Entities;
}
