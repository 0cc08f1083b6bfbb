using PaDeNer.Decoding.Entities;

namespace PaDeNer.Training.Evaluation;

/// <summary>Calibration of the model's probabilities: of entities with probability 0.8, about 80 % should be right.</summary>
/// <param name="Bins">Ten of equal width, from 0 to 1.</param>
public sealed record Calibration(IReadOnlyList<CalibrationBin> Bins)
{
    private const int BinCount = 10;

    /// <summary>Entities in all bins.</summary>
    public int Entities => Bins.Sum(static bin => bin.Entities);

    /// <summary>Expected calibration error: mean absolute difference of mean probability and precision over the bins, weighted by entities; 0 to 1, 0 is best; null without entities.</summary>
    public double? ExpectedError => Entities == 0
        ? null
        : Bins.Sum(static bin => bin.Entities * Math.Abs(bin.MeanProbability - bin.ShareRight)) / Entities;

    internal static Calibration Of(IReadOnlyList<ScoredText> texts)
    {
        CalibrationBin[] bins = [.. Enumerable.Range(0, BinCount).Select(static bin =>
            new CalibrationBin((double)bin / BinCount, (double)(bin + 1) / BinCount, 0, 0, 0))];
        foreach (ScoredText text in texts)
        {
            foreach (Entity entity in text.Entities)
            {
                bool right = text.Source.Gold.Any(gold => gold.Label.Name == entity.Label.Name && gold.Text == entity.Text);
                int bin = (int)Math.Clamp(entity.Probability * BinCount, 0, BinCount - 1);
                CalibrationBin old = bins[bin];
                bins[bin] = old with
                {
                    Entities = old.Entities + 1,
                    Right = old.Right + (right ? 1 : 0),
                    ProbabilitySum = old.ProbabilitySum + entity.Probability,
                };
            }
        }

        return new Calibration(bins);
    }
}

/// <summary>Entities of about the same probability.</summary>
/// <param name="From">Lowest probability, included.</param>
/// <param name="To">Highest, not included unless it is 1.</param>
/// <param name="Entities">How many there were.</param>
/// <param name="Right">How many of them were right in the paper's metric.</param>
/// <param name="ProbabilitySum">Sum of their probabilities.</param>
public readonly record struct CalibrationBin(double From, double To, int Entities, int Right, double ProbabilitySum)
{
    /// <summary>Mean probability of the bin's entities, 0 to 1; 0 where there are none.</summary>
    public double MeanProbability => Entities == 0 ? 0 : ProbabilitySum / Entities;

    /// <summary>Precision: share of the bin's entities that is right, 0 to 1; 0 where there are none.</summary>
    public double ShareRight => Entities == 0 ? 0 : (double)Right / Entities;
}
