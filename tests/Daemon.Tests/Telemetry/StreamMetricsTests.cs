using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using PaDeNer.Daemon.Telemetry;
using PaDeNer.Testing.Time;

namespace PaDeNer.Daemon.Tests.Telemetry;

[Collection("meters")]
public sealed class StreamMetricsTests : IAsyncLifetime
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly StreamFigures _figures = new();
    private readonly ManualTimeProvider _time = new();
    private MetricsServer _server = null!;
    private StreamMetrics _metrics = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await MetricsServer.StartAsync(InstrumentNames.Meter);
        _metrics = new StreamMetrics(_services.GetRequiredService<IMeterFactory>(), _figures, _time);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task What_is_reported_is_what_is_scraped()
    {
        ReportedWork.Report(_metrics, _time);

        PrometheusText text = PrometheusText.Parse(await _server.ScrapeAsync());

        Assert.Equal(1, text.Samples["padener_stream_document_completed_total{outcome=\"entities\"}"]);
        Assert.Equal(1, text.Samples["padener_stream_document_completed_total{outcome=\"no_text\"}"]);
        Assert.Equal(10, text.Samples["padener_stream_token_evaluated_total"]);
        Assert.Equal(30, text.Samples["padener_stream_token_saved_total"]);
        Assert.Equal(2, text.Samples["padener_stream_mention_duplicate_total"]);
        Assert.Equal(1, text.Samples["padener_stream_document_deadline_missed_total"]);
        Assert.Equal(1, text.Samples["padener_stream_document_duration_seconds_bucket{outcome=\"entities\",le=\"0.005\"}"]);
        Assert.Equal(0.5, text.Samples["padener_stream_kv_cache_utilization_ratio{lane=\"3\"}"]);
        Assert.Equal(7, text.Samples["padener_stream_step_rows_sum{phase=\"prefix\"}"]);
    }

    [Fact]
    public async Task Counters_are_there_before_they_count()
    {
        _ = new ClientMetrics(_services.GetRequiredService<IMeterFactory>(), _time);
        PrometheusText text = PrometheusText.Parse(await _server.ScrapeAsync());

        Assert.All(
            InstrumentNames.All.Where(static about => about.Kind == InstrumentKind.Counter),
            about => Assert.Contains(text.Samples, sample => sample.Value == 0 && sample.Key.StartsWith(about.Name.Replace('.', '_') + about.Unit switch { "s" => "_seconds_total", "By" => "_bytes_total", _ => "_total" }, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_instrument_exists_and_none_beside_them()
    {
        ReportedWork.Report(_metrics, _time);
        _ = ReportedWork.Gauges(_services.GetRequiredService<IMeterFactory>());
        _ = ReportedWork.Clients(_services.GetRequiredService<IMeterFactory>(), _time);

        IReadOnlyDictionary<string, string> types = PrometheusText.Parse(await _server.ScrapeAsync()).Types;

        Assert.Equal(InstrumentNames.All.Count, types.Count);
        Assert.All(InstrumentNames.All, about => Assert.Contains(types.Keys, name => name.StartsWith(about.Name.Replace('.', '_'), StringComparison.Ordinal)));
    }

    [Fact]
    public void Figures_for_people_agree_with_the_instruments()
    {
        ReportedWork.Report(_metrics, _time);

        Assert.Equal(1, _figures.Documents);
        Assert.Equal(1, _figures.Faults);
        Assert.Equal(0.75, _figures.SavedShare);
        Assert.Equal(TimeSpan.FromMilliseconds(4), _figures.Latencies.Percentiles(50)![0]);
    }
}
