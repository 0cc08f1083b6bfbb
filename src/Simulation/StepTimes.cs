using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Simulation;

/// <summary>What a step takes on a device, in milliseconds: the terms of the model that lanes learn online.</summary>
/// <param name="Step">Each step.</param>
/// <param name="FewRows">Each row up to the sixteenth, beside <paramref name="Row"/>; may be negative.</param>
/// <param name="Row">Each row.</param>
/// <param name="RowCell">Each row times KV cells in use.</param>
/// <param name="Output">Each output row.</param>
public sealed record StepTimes(double Step, double FewRows, double Row, double RowCell, double Output)
{
    /// <summary>Milliseconds of a step; never less than a microsecond.</summary>
    public double Of(int rows, int kvCells, int outputs) => Math.Max(
        1e-3, Step + (FewRows * Math.Min(rows, StepCostModel.FewRows)) + (Row * rows) + (RowCell * rows * kvCells) + (Output * outputs));
}
