using System.Globalization;
using System.Text;

namespace PaDeNer.Benchmarking.Reports;

/// <summary>A Markdown table, row by row; the first column is words, the others are numbers.</summary>
internal sealed class BenchTable
{
    private readonly StringBuilder _text = new();

    public BenchTable(params ReadOnlySpan<string> columns)
    {
        Row(columns);
        _text.Append('|');
        for (int i = 0; i < columns.Length; i++)
        {
            _text.Append(i == 0 ? "---|" : "---:|");
        }

        _text.AppendLine();
    }

    public void Row(params ReadOnlySpan<string> cells)
    {
        _text.Append('|');
        foreach (string cell in cells)
        {
            _text.Append(' ').Append(cell).Append(" |");
        }

        _text.AppendLine();
    }

    public override string ToString() => _text.ToString();

    /// <summary>A number as people want it: three figures or so; a dash for what was not measured.</summary>
    public static string Number(double? value) => value is not { } number || !double.IsFinite(number)
        ? "–"
        : Math.Abs(number) >= 100 ? number.ToString("N0", CultureInfo.InvariantCulture)
        : Math.Abs(number) >= 10 ? number.ToString("0.0", CultureInfo.InvariantCulture)
        : number.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Times(double? value) => value is null ? "–" : Number(value) + "x";

    public static string Percent(double? value) => value is not { } share ? "–" : (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
