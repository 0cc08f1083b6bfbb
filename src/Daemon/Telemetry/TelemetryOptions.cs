namespace PaDeNer.Daemon.Telemetry;

/// <summary>Where metrics go besides <c>/metrics</c>.</summary>
internal sealed class TelemetryOptions
{
    /// <summary>The section's name.</summary>
    public const string SectionName = "Telemetry";

    /// <summary>
    /// An OpenTelemetry collector that metrics are sent to (OTLP over HTTP), for example <c>http://collector:4318</c>; <c>/v1/metrics</c> is
    /// appended where it is not there. Default: none, then OpenTelemetry's own OTEL_EXPORTER_OTLP_ENDPOINT counts.
    /// </summary>
    public string? OtlpEndpoint { get; set; }
}
