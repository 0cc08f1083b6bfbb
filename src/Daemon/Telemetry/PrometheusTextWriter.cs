using System.Globalization;
using System.Text;

namespace PaDeNer.Daemon.Telemetry;

/// <summary>Writes Prometheus text format 0.0.4: escaping, number format, line order. Knows no metrics library.</summary>
internal sealed class PrometheusTextWriter
{
    /// <summary>What the text is served as.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>Begins a metric family; its samples must follow.</summary>
    public void BeginFamily(string family, InstrumentKind kind, string description)
    {
        if (description.Length > 0)
        {
            _text.Append("# HELP ").Append(family).Append(' ');
            AppendEscaped(description, quotes: false);
            _text.Append('\n');
        }

        _text.Append("# TYPE ").Append(family).Append(' ').Append(TypeOf(kind)).Append('\n');
    }

    /// <summary>One sample.</summary>
    public void Sample(string name, IEnumerable<KeyValuePair<string, string>> labels, double value)
    {
        _text.Append(name);
        bool first = true;
        foreach ((string label, string text) in labels)
        {
            _text.Append(first ? '{' : ',').Append(label).Append("=\"");
            AppendEscaped(text, quotes: true);
            _text.Append('"');
            first = false;
        }

        _text.Append(first ? " " : "} ").Append(Number(value)).Append('\n');
    }

    /// <summary>A value as Prometheus reads it.</summary>
    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => double.IsNaN(value) ? "NaN" : value.ToString("R", CultureInfo.InvariantCulture),
    };

    /// <summary>Everything written so far.</summary>
    public override string ToString() => _text.ToString();

    private void AppendEscaped(string text, bool quotes)
    {
        foreach (char letter in text)
        {
            _ = letter switch
            {
                '\\' => _text.Append("\\\\"),
                '\n' => _text.Append("\\n"),
                '"' when quotes => _text.Append("\\\""),
                _ => _text.Append(letter),
            };
        }
    }

    private static string TypeOf(InstrumentKind kind) => kind switch
    {
        InstrumentKind.Counter => "counter",
        InstrumentKind.Histogram => "histogram",
        _ => "gauge",
    };
}
