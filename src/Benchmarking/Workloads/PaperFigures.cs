namespace PaDeNer.Benchmarking.Workloads;

/// <summary>One column of a table of the paper.</summary>
/// <param name="Augmented">Its row AutoReg_Aug.</param>
/// <param name="Structured">Its row AutoReg_Struct.</param>
/// <param name="Parallel">Its row PaDeLLM (one GPU, batched).</param>
public sealed record PaperFigures(double Augmented, double Structured, double Parallel)
{
    /// <summary>How many times as much the augmented answer is.</summary>
    public double AugmentedRatio => Augmented / Parallel;

    /// <summary>How many times as much the structured answer is.</summary>
    public double StructuredRatio => Structured / Parallel;
}
