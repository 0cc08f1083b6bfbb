using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace PaDeNer.Daemon.Telemetry;

/// <summary>Owns the OpenTelemetry meter provider and answers scrapes; one scrape at a time.</summary>
internal sealed class MetricsExport : IDisposable
{
    private readonly PrometheusTextExporter _exporter = new();
    private readonly BaseExportingMetricReader _reader;
    private readonly MeterProvider _provider;
    private readonly Lock _scrape = new();

    /// <summary>Collects from these meters from now on.</summary>
    public MetricsExport(params string[] meters)
    {
        _reader = new BaseExportingMetricReader(_exporter);
        _provider = Sdk.CreateMeterProviderBuilder().AddMeter(meters).AddReader(_reader).Build();
    }

    /// <summary>Collects and renders.</summary>
    public string Scrape()
    {
        lock (_scrape)
        {
            _reader.Collect();
            return _exporter.Text;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _provider.Dispose();
}
