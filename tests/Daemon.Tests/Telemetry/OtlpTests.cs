using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using PaDeNer.Daemon.Telemetry;
using PaDeNer.Testing.Time;

namespace PaDeNer.Daemon.Tests.Telemetry;

[Collection("meters")]
public class OtlpTests
{
    [Fact]
    public async Task Metrics_reach_the_collector_that_a_setting_names()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();

        OtlpPost post = await SendAsync(receiver, new TelemetryOptions { OtlpEndpoint = receiver.Address.ToString() }, []);

        Assert.Equal(("/v1/metrics", "application/x-protobuf"), (post.Path, post.ContentType));
        Assert.All(InstrumentNames.All, about => Assert.Contains(about.Name, post.Body, StringComparison.Ordinal));
        Assert.Contains("padener.stream.slot.utilization.ratio", post.Body, StringComparison.Ordinal);
        Assert.Contains("service.name", post.Body, StringComparison.Ordinal);
        Assert.Contains("1.2.3", post.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenTelemetrys_own_variables_name_it_too_and_say_the_rest()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();

        OtlpPost post = await SendAsync(receiver, new TelemetryOptions(), new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address.ToString(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "x-key=secret",
            ["OTEL_SERVICE_NAME"] = "ner-of-the-newsroom",
        });

        Assert.Equal(("/v1/metrics", "secret"), (post.Path, post.Key));
        Assert.Contains("ner-of-the-newsroom", post.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_setting_goes_before_the_variables()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();

        OtlpPost post = await SendAsync(
            receiver, new TelemetryOptions { OtlpEndpoint = new Uri(receiver.Address, "tenant/").ToString() }, new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1" });

        Assert.Equal("/tenant/v1/metrics", post.Path);
    }

    [Theory]
    [InlineData("http://collector:4318", "http://collector:4318/v1/metrics")]
    [InlineData("https://collector/otlp/", "https://collector/otlp/v1/metrics")]
    [InlineData("http://collector:4318/v1/metrics", "http://collector:4318/v1/metrics")]
    public void An_endpoint_gets_its_path(string endpoint, string address) =>
        Assert.Equal(address, new OtlpCollector(new TelemetryOptions { OtlpEndpoint = endpoint }, new Dictionary<string, string?>()).Address!.ToString());

    [Fact]
    public void Nothing_is_sent_where_no_collector_is_named() =>
        Assert.False(new OtlpCollector(new TelemetryOptions { OtlpEndpoint = "" }, new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "" }).IsNamed);

    [Theory]
    [InlineData("collector:4318")]
    [InlineData("ftp://collector")]
    [InlineData("/v1/metrics")]
    public void An_endpoint_that_is_no_address_is_an_error_that_names_the_setting(string endpoint)
    {
        string error = Assert.Single(new TelemetryOptionsValidator().Validate(null, new TelemetryOptions { OtlpEndpoint = endpoint }).Failures!);

        Assert.StartsWith($"Telemetry:OtlpEndpoint is '{endpoint}': ", error, StringComparison.Ordinal);
    }

    /// <summary>Measures a little and ends; what was measured last is sent then, without waiting for the interval.</summary>
    private static async Task<OtlpPost> SendAsync(OtlpReceiver receiver, TelemetryOptions options, Dictionary<string, string?> variables)
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        await using (await MetricsServer.StartAsync(new MetricsExport("1.2.3", new OtlpCollector(options, variables), InstrumentNames.Meter)))
        {
            ManualTimeProvider time = new();
            _ = ReportedWork.Gauges(services.GetRequiredService<IMeterFactory>());
            _ = ReportedWork.Clients(services.GetRequiredService<IMeterFactory>(), time);
            ReportedWork.Report(new StreamMetrics(services.GetRequiredService<IMeterFactory>(), new StreamFigures(), time), time);
        }

        return await receiver.NextAsync();
    }
}
