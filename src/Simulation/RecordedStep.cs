namespace PaDeNer.Simulation;

/// <summary>A step that was seen.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Cells">KV cells in use.</param>
/// <param name="Outputs">Output rows.</param>
/// <param name="Milliseconds">Engine time.</param>
internal readonly record struct RecordedStep(int Rows, int Cells, int Outputs, double Milliseconds);
