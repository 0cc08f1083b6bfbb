namespace PaDeNer.Daemon.Telemetry;

/// <summary>Where metrics and traces go besides <c>/metrics</c>.</summary>
internal sealed class TelemetryOptions
{
    /// <summary>The section's name.</summary>
    public const string SectionName = "Telemetry";

    /// <summary>
    /// An OpenTelemetry collector that metrics and traces are sent to (OTLP over HTTP), for example <c>http://collector:4318</c>;
    /// <c>/v1/metrics</c> and <c>/v1/traces</c> are appended where they are not there. Default: none, then OpenTelemetry's own OTEL_EXPORTER_OTLP_ENDPOINT counts.
    /// </summary>
    public string? OtlpEndpoint { get; set; }
}
