using System.Text;

namespace PaDeNer.Daemon.Telemetry;

/// <summary>OpenTelemetry names and units to Prometheus names, as OpenTelemetry's compatibility specification maps them. Pure.</summary>
internal static class PrometheusNaming
{
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["us"] = "microseconds",
        ["ns"] = "nanoseconds",
        ["min"] = "minutes",
        ["h"] = "hours",
        ["d"] = "days",
        ["By"] = "bytes",
        ["KiBy"] = "kibibytes",
        ["MiBy"] = "mebibytes",
        ["GiBy"] = "gibibytes",
        ["Hz"] = "hertz",
        ["Cel"] = "celsius",
        ["%"] = "percent",
    };

    /// <summary>The metric family's name: dots to underscores, unit appended, <c>_total</c> for counters, <c>_ratio</c> for gauges of unit 1.</summary>
    public static string FamilyOf(string name, string? unit, InstrumentKind kind)
    {
        string family = Sanitize(name, allowColon: true);
        string suffix = UnitSuffix(unit);
        if (suffix.Length > 0 && !EndsWithWord(family, suffix))
        {
            family = $"{family}_{suffix}";
        }

        if (kind == InstrumentKind.Counter)
        {
            return EndsWithWord(family, "total") ? family : family + "_total";
        }

        return kind == InstrumentKind.Gauge && unit == "1" && !EndsWithWord(family, "ratio") ? family + "_ratio" : family;
    }

    /// <summary>A label's name.</summary>
    public static string LabelOf(string tag) => Sanitize(tag, allowColon: false);

    private static string UnitSuffix(string? unit)
    {
        if (string.IsNullOrEmpty(unit) || unit == "1" || unit[0] == '{')
        {
            return string.Empty;
        }

        int slash = unit.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0)
        {
            string per = unit[(slash + 1)..];
            return $"{UnitSuffix(unit[..slash])}_per_{(per == "s" ? "second" : Sanitize(per, allowColon: false))}".TrimStart('_');
        }

        return Units.TryGetValue(unit, out string? word) ? word : Sanitize(unit, allowColon: false);
    }

    private static bool EndsWithWord(string name, string word) =>
        name.EndsWith("_" + word, StringComparison.Ordinal) || name == word;

    /// <summary>Anything that may not stand in a name becomes one underscore; a leading digit gets one before it.</summary>
    private static string Sanitize(string name, bool allowColon)
    {
        StringBuilder clean = new(name.Length + 1);
        foreach (char letter in name)
        {
            bool allowed = char.IsAsciiLetterOrDigit(letter) || letter == '_' || (allowColon && letter == ':');
            char next = allowed ? letter : '_';
            if (next == '_' && clean.Length > 0 && clean[^1] == '_')
            {
                continue;
            }

            if (clean.Length == 0 && char.IsAsciiDigit(next))
            {
                clean.Append('_');
            }

            clean.Append(next);
        }

        return clean.Length == 0 ? "_" : clean.ToString();
    }
}
