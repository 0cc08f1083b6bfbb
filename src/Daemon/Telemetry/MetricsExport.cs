using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Daemon.Telemetry;

/// <summary>How metrics leave the process: scraped as Prometheus text, and sent to a collector where one is named; traces are sent to it too.</summary>
/// <param name="Version">The daemon's, for the collector.</param>
/// <param name="Collector">Where to send them.</param>
/// <param name="Meters">The meters to collect from.</param>
internal sealed record MetricsExport(string Version, OtlpCollector Collector, params string[] Meters)
{
    /// <summary>Has a host collect from its start to its end; what was measured last is sent when it ends.</summary>
    /// <remarks>The exporter looks for OpenTelemetry's variables in the host's configuration (<see cref="OtlpCollector.Variables"/>).</remarks>
    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton(this);
        IOpenTelemetryBuilder telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("padener", serviceVersion: Version).AddEnvironmentVariableDetector())
            .WithMetrics(Configure);
        if (Collector.TakesTraces)
        {
            // Without a listener no span is ever begun.
            telemetry.WithTracing(traces => traces.AddSource(DocumentTrace.SourceName).AddOtlpExporter(exporter => SendTo(exporter, Collector.TracesAddress)));
        }
    }

    /// <summary>Maps <c>/metrics</c>.</summary>
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPrometheusScrapingEndpoint("/metrics", meterProvider: null, AsText, optionsName: null).DisableHttpMetrics();

    private void Configure(MeterProviderBuilder metrics)
    {
        metrics.AddMeter(Meters).AddView(MetricNames.View).AddPrometheusExporter(static prometheus =>
        {
            // One meter and one process: labels that say so on every sample would say nothing.
            prometheus.ScopeInfoEnabled = false;
            prometheus.TargetInfoEnabled = false;
            // A scrape shows what is, not what was a moment ago.
            prometheus.ScrapeResponseCacheDurationMilliseconds = 0;
        });
        if (Collector.IsNamed)
        {
            metrics.AddOtlpExporter(exporter => SendTo(exporter, Collector.Address));
        }

        if (Collector.TakesTraces)
        {
            metrics.SetExemplarFilter(ExemplarFilterType.TraceBased);
        }
    }

    private static void SendTo(OtlpExporterOptions exporter, Uri? ours)
    {
        if (ours is { } address)
        {
            exporter.Endpoint = address;
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        }
    }

    /// <summary>
    /// Text format 0.0.4, whatever is asked for. Prometheus would rather have OpenMetrics, in which the exporter adds a series with the time of
    /// creation to every counter and histogram and writes bounds of buckets otherwise. Where there are traces it gets it, since exemplars, which name
    /// them, are part of that alone.
    /// </summary>
    private static void AsText(IApplicationBuilder branch)
    {
        if (!branch.ApplicationServices.GetRequiredService<MetricsExport>().Collector.TakesTraces)
        {
            branch.Use(static (context, next) =>
            {
                context.Request.Headers.Accept = default;
                return next(context);
            });
        }
    }
}
