using System.Globalization;
using System.Text.RegularExpressions;

namespace PaDeNer.Daemon.Tests.Telemetry;

/// <summary>A strict reader of Prometheus text format 0.0.4; throws at anything a scraper would reject or a linter complain about.</summary>
internal sealed partial class PrometheusText
{
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly HashSet<string> _helped = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);
    private string? _family;

    private PrometheusText()
    {
    }

    /// <summary>Samples by name and labels in the order they came: <c>name{a="b"}</c>.</summary>
    public Dictionary<string, double> Samples { get; } = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Types => _types;

    public static PrometheusText Parse(string text)
    {
        if (!text.EndsWith('\n'))
        {
            throw new FormatException("The last line has no end.");
        }

        PrometheusText parsed = new();
        foreach (string line in text[..^1].Split('\n'))
        {
            parsed.Line(line);
        }

        parsed.CheckHistograms();
        return parsed;
    }

    private void Line(string line)
    {
        if (HelpLine().Match(line) is { Success: true } help)
        {
            Begin(help.Groups[1].Value);
            Require(_helped.Add(help.Groups[1].Value), line, "a second HELP");
            Require(!BadHelpEscape().IsMatch(help.Groups[2].Value), line, "a bad escape");
        }
        else if (TypeLine().Match(line) is { Success: true } type)
        {
            Begin(type.Groups[1].Value);
            Require(_types.TryAdd(type.Groups[1].Value, type.Groups[2].Value), line, "a second TYPE");
        }
        else
        {
            Sample(line);
        }
    }

    private void Begin(string family)
    {
        if (_family != family)
        {
            Require(_ended.Add(family), family, "a family in two places");
            _family = family;
        }
    }

    private void Sample(string line)
    {
        Match sample = SampleLine().Match(line);
        Require(sample.Success, line, "not a sample");
        string name = sample.Groups[1].Value;
        Require(_family is not null && _types.TryGetValue(_family, out string? type) && BelongsTo(name, _family, type), line, "not of the family above it");
        string[] labels = [.. sample.Groups["label"].Captures.Select(static capture => capture.Value)];
        Require(labels.Distinct(StringComparer.Ordinal).Count() == labels.Length, line, "a label twice");
        string key = sample.Groups["labels"].Length > 0 ? $"{name}{{{sample.Groups["labels"].Value}}}" : name;
        Require(Samples.TryAdd(key, Number(sample.Groups["value"].Value)), line, "a series twice");
    }

    private static bool BelongsTo(string name, string family, string type) => type switch
    {
        "histogram" => name == family + "_bucket" || name == family + "_sum" || name == family + "_count",
        "counter" => name == family && name.EndsWith("_total", StringComparison.Ordinal),
        _ => name == family && !name.EndsWith("_total", StringComparison.Ordinal),
    };

    private void CheckHistograms()
    {
        foreach (string family in _types.Where(static pair => pair.Value == "histogram").Select(static pair => pair.Key))
        {
            foreach (var series in Samples.Where(pair => pair.Key.StartsWith(family + "_bucket{", StringComparison.Ordinal)).GroupBy(static pair => LessOrEqual().Replace(pair.Key, string.Empty)))
            {
                double[] bounds = [.. series.Select(static pair => Number(LessOrEqual().Match(pair.Key).Groups[1].Value))];
                double[] counts = [.. series.Select(static pair => pair.Value)];
                Require(bounds.SequenceEqual(bounds.Order()) && double.IsPositiveInfinity(bounds[^1]), series.Key, "bounds do not rise to +Inf");
                Require(counts.SequenceEqual(counts.Order()), series.Key, "counts are not cumulative");
                string labels = series.Key[(family + "_bucket").Length..].Replace(",}", "}", StringComparison.Ordinal).Replace("{}", string.Empty, StringComparison.Ordinal);
                Require(Samples[family + "_count" + labels] == counts[^1], series.Key, "_count is not the last bucket");
                Require(Samples.ContainsKey(family + "_sum" + labels), series.Key, "no _sum");
            }
        }
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static void Require(bool condition, string line, string what)
    {
        if (!condition)
        {
            throw new FormatException($"{what}: {line}");
        }
    }

    [GeneratedRegex("^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$")]
    private static partial Regex HelpLine();

    [GeneratedRegex("^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)$")]
    private static partial Regex TypeLine();

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?<labels>(?:(?<label>[a-zA-Z_][a-zA-Z0-9_]*)="(?:[^"\\\n]|\\["\\n])*"(?:,(?=[a-zA-Z_])|(?=\})))*)\})? (?<value>[^ ]+)$""")]
    private static partial Regex SampleLine();

    [GeneratedRegex("""\\(?![\\n])(?<!\\\\)""")]
    private static partial Regex BadHelpEscape();

    [GeneratedRegex("""le="([^"]*)",?""")]
    private static partial Regex LessOrEqual();
}
