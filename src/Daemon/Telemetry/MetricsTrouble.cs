using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace PaDeNer.Daemon.Telemetry;

/// <summary>
/// Logs what the metrics library finds wrong, for one thing a collector that does not answer: it tells event sources and nobody else, and
/// people would wonder where their metrics are.
/// </summary>
internal sealed class MetricsTrouble : EventListener
{
    private const string Sources = "OpenTelemetry-", Exporters = "OpenTelemetry-Exporter-";
    private ILogger? _logger;

    /// <summary>Listens until it is disposed.</summary>
    public MetricsTrouble(ILogger<MetricsTrouble> logger) => _logger = logger;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _logger = null;
        base.Dispose();
    }

    /// <summary>An event as one line: exceptions come with their stack, of which the first line says enough.</summary>
    public static string Line(string? message, IReadOnlyCollection<object?>? payload) =>
        string.Format(CultureInfo.InvariantCulture, message ?? string.Empty, [.. payload ?? []]).Split('\n')[0].TrimEnd();

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        // Called by the base class before there is a logger, for sources that exist already.
        if (eventSource.Name.StartsWith(Sources, StringComparison.Ordinal))
        {
            // Among the warnings of the rest is one for every instrument of .NET that we do not ask for.
            bool exports = eventSource.Name.StartsWith(Exporters, StringComparison.Ordinal);
            EnableEvents(eventSource, exports ? EventLevel.Warning : EventLevel.Error, EventKeywords.All);
        }
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
        _logger?.MetricsTrouble(Line(eventData.Message ?? eventData.EventName, eventData.Payload));
}
