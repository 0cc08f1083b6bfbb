using System.Diagnostics.Metrics;
using PaDeNer.Daemon.Telemetry;
using PaDeNer.Testing.Logging;

namespace PaDeNer.Daemon.Tests.Telemetry;

[Collection("meters")]
public class MetricsTroubleTests
{
    [Fact]
    public async Task A_collector_that_does_not_answer_is_a_warning_and_no_more()
    {
        KeptLog<MetricsTrouble> log = new();
        using MetricsTrouble trouble = new(log);
        using Meter meter = new("test.trouble");
        OtlpCollector nobody = new(new TelemetryOptions { OtlpEndpoint = "http://127.0.0.1:1" }, new Dictionary<string, string?>());
        await using (await MetricsServer.StartAsync(new MetricsExport("1.2.3", nobody, meter.Name)))
        {
            meter.CreateCounter<long>("lost").Add(1);
        }

        string line = Assert.Single(log.Lines.Distinct());
        Assert.StartsWith("Warning: Metrics: ", line, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:1/v1/metrics", line, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_is_told_without_its_stack() =>
        Assert.Equal("Sending to x failed: Refused", MetricsTrouble.Line("Sending to {0} failed: {1}", ["x", "Refused\n   at Somewhere()"]));
}
