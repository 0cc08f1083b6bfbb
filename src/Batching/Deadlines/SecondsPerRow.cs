namespace PaDeNer.Batching.Deadlines;

/// <summary>
/// Learns what a row of text takes: what the last hundred or so documents took together, over the rows of their texts. Allocates nothing.
/// </summary>
internal sealed class SecondsPerRow
{
    /// <summary>What a document still counts after another one.</summary>
    private const double Forgetting = 0.99;

    /// <summary>Before the first document next to nothing, but more for longer texts.</summary>
    private const double Unknown = 1e-6;

    private double _seconds;
    private double _rows;

    /// <summary>Seconds that a row of text takes; above 0.</summary>
    public double Value => _rows == 0 ? Unknown : _seconds / _rows;

    /// <summary>Learns from a document.</summary>
    /// <param name="rows">Rows of its text; 1 or more.</param>
    /// <param name="took">What it took.</param>
    public void Observe(int rows, TimeSpan took)
    {
        _seconds = (_seconds * Forgetting) + took.TotalSeconds;
        _rows = (_rows * Forgetting) + rows;
    }
}
