namespace PaDeNer.Batching.Deadlines;

/// <summary>
/// Learns a <see cref="LengthLine"/> online: least squares over the documents seen, older ones counting less and less. Long texts are
/// rare and take long, so errors count relative to a text's length: otherwise the few longest would draw the line. Allocates nothing.
/// </summary>
public sealed class LengthFit
{
    /// <summary>What a document still counts after another one: those of the last few hundred make the line.</summary>
    private const double Forgetting = 0.995;

    /// <summary>Rows that every text is taken to have beside its own, so that the shortest do not count without bound.</summary>
    private const double RowsOfAnyText = 8;

    private double _weight;
    private double _rows;
    private double _seconds;
    private double _rowsSquared;
    private double _rowsSeconds;

    /// <summary>The line. Before the first document next to nothing, but more for longer texts.</summary>
    public LengthLine Line { get; private set; } = new(0, 1e-6);

    /// <summary>Learns from a document.</summary>
    /// <param name="rows">Rows of its text; 1 or more.</param>
    /// <param name="took">What it took.</param>
    public void Observe(int rows, TimeSpan took)
    {
        double weight = 1 / ((rows + RowsOfAnyText) * (rows + RowsOfAnyText));
        double seconds = took.TotalSeconds;
        _weight = (_weight * Forgetting) + weight;
        _rows = (_rows * Forgetting) + (weight * rows);
        _seconds = (_seconds * Forgetting) + (weight * seconds);
        _rowsSquared = (_rowsSquared * Forgetting) + (weight * rows * rows);
        _rowsSeconds = (_rowsSeconds * Forgetting) + (weight * rows * seconds);
        Line = Solve();
    }

    /// <summary>The best line whose two parts are not negative; through the origin where all texts are of one length.</summary>
    private LengthLine Solve()
    {
        double spread = (_weight * _rowsSquared) - (_rows * _rows);
        double perRow = spread > 1e-9 * _weight * _rowsSquared ? ((_weight * _rowsSeconds) - (_rows * _seconds)) / spread : _rowsSeconds / _rowsSquared;
        double fixedPart = (_seconds - (perRow * _rows)) / _weight;
        return perRow < 0 ? new LengthLine(_seconds / _weight, 0)
            : fixedPart < 0 ? new LengthLine(0, _rowsSeconds / _rowsSquared)
            : new LengthLine(fixedPart, perRow);
    }
}
