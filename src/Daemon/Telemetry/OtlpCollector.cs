using System.Collections;

namespace PaDeNer.Daemon.Telemetry;

/// <summary>The OpenTelemetry collector that metrics and traces are sent to, as our settings and OpenTelemetry's own variables name it. Ours go first.</summary>
/// <param name="options">Our settings, validated.</param>
/// <param name="variables">OpenTelemetry's variables (OTEL_...): also headers, interval, time-outs and certificates are said with them.</param>
internal sealed class OtlpCollector(TelemetryOptions options, IReadOnlyDictionary<string, string?> variables)
{
    private const string Prefix = "OTEL_";
    private const string MetricsPath = "v1/metrics", TracesPath = "v1/traces";
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT", MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private const string MetricsExporter = "OTEL_METRICS_EXPORTER", TracesExporter = "OTEL_TRACES_EXPORTER", NoExporter = "none";

    /// <summary>OpenTelemetry's variables.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; } = variables;

    /// <summary>Where our settings send metrics to, path included; null where they do not.</summary>
    public Uri? Address { get; } = string.IsNullOrEmpty(options.OtlpEndpoint) ? null : WithPath(new Uri(options.OtlpEndpoint));

    /// <summary>Where our settings send traces to, path included; null where they do not.</summary>
    public Uri? TracesAddress => Address is { } metrics ? new UriBuilder(metrics) { Path = metrics.AbsolutePath[..^MetricsPath.Length] + TracesPath }.Uri : null;

    /// <summary>Whether metrics are sent to one.</summary>
    public bool IsNamed => Name is not null;

    /// <summary>Whether traces are.</summary>
    public bool TakesTraces => Wanted(TracesExporter) && (Address?.ToString() ?? First(TracesEndpoint, Endpoint)) is not null;

    /// <summary>Its address for people; null where no metrics are sent.</summary>
    public string? Name => Wanted(MetricsExporter) ? Address?.ToString() ?? First(MetricsEndpoint, Endpoint) : null;

    /// <summary>The variables of this process.</summary>
    public static IReadOnlyDictionary<string, string?> OfProcess() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Where(static variable => ((string)variable.Key).StartsWith(Prefix, StringComparison.Ordinal))
        .ToDictionary(static variable => (string)variable.Key, static variable => (string?)variable.Value, StringComparer.Ordinal);

    private bool Wanted(string exporter) => !string.Equals(Variables.GetValueOrDefault(exporter), NoExporter, StringComparison.OrdinalIgnoreCase);

    private string? First(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (Variables.GetValueOrDefault(name) is { Length: > 0 } value)
            {
                return value;
            }
        }

        return null;
    }

    private static Uri WithPath(Uri endpoint)
    {
        string path = endpoint.AbsolutePath.TrimEnd('/');
        return path.EndsWith("/" + MetricsPath, StringComparison.Ordinal) ? endpoint : new UriBuilder(endpoint) { Path = $"{path}/{MetricsPath}" }.Uri;
    }
}
