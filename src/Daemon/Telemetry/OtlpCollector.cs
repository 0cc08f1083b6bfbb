using System.Collections;

namespace PaDeNer.Daemon.Telemetry;

/// <summary>The OpenTelemetry collector that metrics are sent to, as our settings and OpenTelemetry's own variables name it. Ours go first.</summary>
/// <param name="options">Our settings, validated.</param>
/// <param name="variables">OpenTelemetry's variables (OTEL_...): also headers, interval, time-outs and certificates are said with them.</param>
internal sealed class OtlpCollector(TelemetryOptions options, IReadOnlyDictionary<string, string?> variables)
{
    private const string Prefix = "OTEL_";
    private const string MetricsPath = "v1/metrics";
    private static readonly string[] Endpoints = ["OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"];

    /// <summary>OpenTelemetry's variables.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; } = variables;

    /// <summary>Where our settings send metrics to, path included; null where they do not.</summary>
    public Uri? Address { get; } = string.IsNullOrEmpty(options.OtlpEndpoint) ? null : WithPath(new Uri(options.OtlpEndpoint));

    /// <summary>Whether there is one at all.</summary>
    public bool IsNamed => Name is not null;

    /// <summary>Its address for people; null where there is none.</summary>
    public string? Name => Address?.ToString() ?? Endpoints.Select(name => Variables.GetValueOrDefault(name)).FirstOrDefault(static value => !string.IsNullOrEmpty(value));

    /// <summary>The variables of this process.</summary>
    public static IReadOnlyDictionary<string, string?> OfProcess() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Where(static variable => ((string)variable.Key).StartsWith(Prefix, StringComparison.Ordinal))
        .ToDictionary(static variable => (string)variable.Key, static variable => (string?)variable.Value, StringComparer.Ordinal);

    private static Uri WithPath(Uri endpoint)
    {
        string path = endpoint.AbsolutePath.TrimEnd('/');
        return path.EndsWith("/" + MetricsPath, StringComparison.Ordinal) ? endpoint : new UriBuilder(endpoint) { Path = $"{path}/{MetricsPath}" }.Uri;
    }
}
