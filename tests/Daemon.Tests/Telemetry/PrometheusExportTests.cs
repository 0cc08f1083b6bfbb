using System.Diagnostics.Metrics;
using PaDeNer.Daemon.Telemetry;

namespace PaDeNer.Daemon.Tests.Telemetry;

public sealed class PrometheusExportTests : IDisposable
{
    private readonly Meter _meter = new("test." + Guid.NewGuid().ToString("N"));
    private readonly MetricsExport _export;

    public PrometheusExportTests() => _export = new MetricsExport(_meter.Name);

    public void Dispose()
    {
        _export.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void A_counter_ends_in_total_and_adds_up()
    {
        Counter<long> counter = _meter.CreateCounter<long>("records.read", "{record}", "Records read.");
        counter.Add(2);
        counter.Add(3);

        PrometheusText text = PrometheusText.Parse(_export.Scrape());

        Assert.Equal("counter", text.Types["records_read_total"]);
        Assert.Equal(5, text.Samples["records_read_total"]);
    }

    [Fact]
    public void Buckets_are_cumulative_and_end_at_infinity()
    {
        Histogram<double> histogram = _meter.CreateHistogram("step.duration", "s", "Step time.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (double value in (double[])[0.05, 0.1, 0.5, 7])
        {
            histogram.Record(value, new KeyValuePair<string, object?>("lane", 0));
        }

        PrometheusText text = PrometheusText.Parse(_export.Scrape());

        Assert.Equal(2, text.Samples["step_duration_seconds_bucket{lane=\"0\",le=\"0.1\"}"]);
        Assert.Equal(3, text.Samples["step_duration_seconds_bucket{lane=\"0\",le=\"1\"}"]);
        Assert.Equal(4, text.Samples["step_duration_seconds_bucket{lane=\"0\",le=\"+Inf\"}"]);
        Assert.Equal(4, text.Samples["step_duration_seconds_count{lane=\"0\"}"]);
        Assert.Equal(7.65, text.Samples["step_duration_seconds_sum{lane=\"0\"}"], 9);
    }

    [Fact]
    public void Label_values_and_descriptions_are_escaped()
    {
        _meter.CreateCounter<long>("odd", null, "A \\ and a\nnew line.").Add(1, new KeyValuePair<string, object?>("error.type", "say \"no\"\n\\now"));

        string scrape = _export.Scrape();
        PrometheusText text = PrometheusText.Parse(scrape);

        Assert.Contains("# HELP odd_total A \\\\ and a\\nnew line.\n", scrape, StringComparison.Ordinal);
        Assert.Equal(1, text.Samples["""odd_total{error_type="say \"no\"\n\\now"}"""]);
    }

    [Fact]
    public void Shares_are_called_ratio_and_bytes_are_called_bytes()
    {
        _meter.CreateObservableGauge("cache.utilization", static () => 0.25, "1");
        _meter.CreateObservableGauge("memory.size", static () => 42L, "By");
        _meter.CreateObservableGauge("nothing", static () => double.NaN);

        PrometheusText text = PrometheusText.Parse(_export.Scrape());

        Assert.Equal(0.25, text.Samples["cache_utilization_ratio"]);
        Assert.Equal(42, text.Samples["memory_size_bytes"]);
        Assert.True(double.IsNaN(text.Samples["nothing"]));
        Assert.Equal("gauge", text.Types["cache_utilization_ratio"]);
    }

    [Fact]
    public void The_same_family_of_two_meters_stands_together_and_no_series_comes_twice()
    {
        using Meter other = new(_meter.Name, "2");
        _meter.CreateCounter<long>("shared").Add(1, new KeyValuePair<string, object?>("from", "a"));
        _meter.CreateCounter<long>("between").Add(1);
        other.CreateCounter<long>("shared").Add(1, new KeyValuePair<string, object?>("from", "b"));
        other.CreateCounter<long>("between").Add(1);

        PrometheusText text = PrometheusText.Parse(_export.Scrape());

        Assert.Equal(1, text.Samples["shared_total{from=\"a\"}"]);
        Assert.Equal(1, text.Samples["shared_total{from=\"b\"}"]);
    }

    [Fact]
    public void Two_scrapes_see_the_same_totals()
    {
        Counter<long> counter = _meter.CreateCounter<long>("again");
        counter.Add(1);
        _export.Scrape();

        Assert.Equal(1, PrometheusText.Parse(_export.Scrape()).Samples["again_total"]);
    }
}
