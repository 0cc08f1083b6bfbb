using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Daemon.Telemetry;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Daemon.Tests.Telemetry;

public sealed class StreamMetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly StreamFigures _figures = new();
    private readonly MetricsExport _export = new(InstrumentNames.Meter);
    private readonly StreamMetrics _metrics;

    public StreamMetricsTests() => _metrics = new StreamMetrics(_services.GetRequiredService<IMeterFactory>(), _figures, TimeProvider.System);

    public void Dispose()
    {
        _export.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void What_is_reported_is_what_is_scraped()
    {
        Report();

        PrometheusText text = PrometheusText.Parse(_export.Scrape());

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
    public void Every_instrument_exists_under_its_documented_name_and_kind_and_none_beside_them()
    {
        Report();
        _metrics.Lag(new("documents", 0), 5);
        _metrics.Committed(1, TimeSpan.FromMilliseconds(1));

        IReadOnlyDictionary<string, string> types = PrometheusText.Parse(_export.Scrape()).Types;

        Assert.Equal(
            InstrumentNames.All.Select(static about => (about.PrometheusName, Kind: about.Kind.ToString().ToLowerInvariant())).Order(),
            types.Select(static pair => (pair.Key, pair.Value)).Order());
    }

    [Fact]
    public void Figures_for_people_agree_with_the_instruments()
    {
        Report();

        Assert.Equal(1, _figures.Documents);
        Assert.Equal(1, _figures.Faults);
        Assert.Equal(0.75, _figures.SavedShare);
        Assert.Equal(TimeSpan.FromMilliseconds(4), _figures.Latencies.Percentiles(50)![0]);
    }

    private void Report()
    {
        DecodingStatistics statistics = new(1, 4, 10, 40, 3, 2, 0, 0, 0, 0, 0, 1f);
        JobTimings timings = new(0, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), 3, true);
        JobOutcome outcome = new(new JobTicket(1), null, DocumentOutcome.Of(new DocumentEntities([], statistics)), timings);
        _metrics.DocumentDecoded(outcome);
        _metrics.Completed(outcome, null, TimeSpan.FromMilliseconds(4));
        _metrics.Completed(new JobOutcome(new JobTicket(2), null, DocumentOutcome.Of(DocumentFault.NoText, "no text"), JobTimings.NotServed(0)), "no_text", TimeSpan.FromMilliseconds(1));
        _metrics.StepDone(new StepReport(3, new StepContents(7, 4, 0, 4), TimeSpan.FromMilliseconds(3), TimeSpan.Zero, 1, 4, 2, 4, 50, 100, PredictedTime: TimeSpan.FromMilliseconds(2)));
    }
}
