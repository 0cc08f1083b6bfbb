using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace PaDeNer.Daemon.Telemetry;

/// <summary>Owns the OpenTelemetry meter provider and answers scrapes; one scrape at a time.</summary>
internal sealed class MetricsExport : IDisposable
{
    /// <summary>Gauges of the run time whose names end like a histogram's sample; Prometheus's linter rejects them, and they say little.</summary>
    private static readonly string[] Misnamed = ["dotnet.assembly.count", "dotnet.process.cpu.count", "dotnet.timer.count"];

    private readonly PrometheusTextExporter _exporter = new();
    private readonly MeterProvider _provider;
    private readonly Lock _scrape = new();

    /// <summary>Collects from these meters from now on.</summary>
    public MetricsExport(params string[] meters) =>
        _provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(meters)
            .AddView(static instrument => Misnamed.Contains(instrument.Name) ? MetricStreamConfiguration.Drop : null)
            .AddReader(new BaseExportingMetricReader(_exporter))
            .Build();

    /// <summary>Collects and renders.</summary>
    public string Scrape()
    {
        lock (_scrape)
        {
            // The SDK lets a pull exporter collect only through the function it was handed.
            _exporter.Collect!(Timeout.Infinite);
            return _exporter.Text;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _provider.Dispose();
}
