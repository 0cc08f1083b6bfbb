using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using PaDeNer.Daemon.Telemetry;
using PaDeNer.Testing.Time;

namespace PaDeNer.Daemon.Tests.Telemetry;

/// <summary>What Prometheus reads, to the letter: names, units, suffixes, labels and types are what dashboards and alerts are made of.</summary>
[Collection("meters")]
public class ExpositionTests
{
    [Fact]
    public async Task The_text_is_the_one_that_is_checked_in()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        await using MetricsServer server = await MetricsServer.StartAsync(InstrumentNames.Meter);
        ManualTimeProvider time = new();
        ReportedWork.Report(new StreamMetrics(services.GetRequiredService<IMeterFactory>(), new StreamFigures(), time), time);
        _ = ReportedWork.Gauges(services.GetRequiredService<IMeterFactory>());
        _ = ReportedWork.Clients(services.GetRequiredService<IMeterFactory>(), time);

        string text = await server.ScrapeAsync();

        string written = Path.Combine(AppContext.BaseDirectory, "exposition.actual.txt");
        await File.WriteAllTextAsync(written, text, TestContext.Current.CancellationToken);
        string expected = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Telemetry", "exposition.txt"), TestContext.Current.CancellationToken);
        Assert.True(expected == text, $"Where the change is meant, copy {written} to tests/Daemon.Tests/Telemetry/exposition.txt; the difference begins at: {Difference(expected, text)}");
        PrometheusText.Parse(text);
    }

    [Fact]
    public async Task The_run_times_own_metrics_are_sound_and_misnamed_ones_left_out()
    {
        await using MetricsServer server = await MetricsServer.StartAsync("System.Runtime");

        PrometheusText text = PrometheusText.Parse(await server.ScrapeAsync());

        Assert.Contains("dotnet_process_memory_working_set_bytes", text.Types.Keys);
        Assert.DoesNotContain(text.Types.Keys, static name => name.EndsWith("_count", StringComparison.Ordinal));
        Assert.DoesNotContain(text.Samples.Keys, static name => name.Contains("otel_", StringComparison.Ordinal) || name.StartsWith("target_info", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scrapes_one_after_another_see_what_happened_between_them()
    {
        using Meter meter = new("test.scrapes");
        await using MetricsServer server = await MetricsServer.StartAsync(meter.Name);
        Counter<long> counter = meter.CreateCounter<long>("again");
        counter.Add(1);
        string first = await server.ScrapeAsync();
        counter.Add(1);

        Assert.Equal(1, PrometheusText.Parse(first).Samples["again_total"]);
        Assert.Equal(2, PrometheusText.Parse(await server.ScrapeAsync()).Samples["again_total"]);
    }

    private static string Difference(string expected, string actual) =>
        expected.Split('\n').Zip(actual.Split('\n')).Where(static pair => pair.First != pair.Second).Select(static pair => $"'{pair.First}' is now '{pair.Second}'").FirstOrDefault("the end");
}
