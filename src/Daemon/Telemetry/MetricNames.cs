using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace PaDeNer.Daemon.Telemetry;

/// <summary>What instruments are called outside, where that is not what they are called here.</summary>
internal static class MetricNames
{
    /// <summary>Gauges of the run time whose names end like a histogram's sample; Prometheus's linter rejects them, and they say little.</summary>
    private static readonly string[] Misnamed = ["dotnet.assembly.count", "dotnet.process.cpu.count", "dotnet.timer.count"];

    /// <summary>Of the web server the time of requests is enough.</summary>
    private static readonly string[] NotAsked = ["http.server.active_requests"];

    private static readonly HashSet<string> Shares =
        [.. InstrumentNames.All.Where(static about => about is { Kind: InstrumentKind.Gauge, Unit: "1" }).Select(static about => about.Name)];

    /// <summary>
    /// Leaves out what is misnamed, and has shares end in <c>ratio</c>: Prometheus does that to gauges of unit 1 that come by OTLP, the
    /// exporter for scrapes no longer does, and a metric has one name, whichever way it comes.
    /// </summary>
    public static MetricStreamConfiguration? View(Instrument instrument) =>
        Misnamed.Contains(instrument.Name) || NotAsked.Contains(instrument.Name) ? MetricStreamConfiguration.Drop
        : Shares.Contains(instrument.Name) ? new MetricStreamConfiguration { Name = instrument.Name + ".ratio" }
        : null;
}
