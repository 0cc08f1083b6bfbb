using System.Diagnostics;
using System.Text;
using PaDeNer.Daemon.Telemetry;
using PaDeNer.Daemon.Tests.Api;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Daemon.Tests.Telemetry;

/// <summary>Spans of documents and of micro-batches, as a collector gets them.</summary>
[Collection("meters")]
public class TraceTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task A_document_has_a_span_for_each_part_of_its_time_below_its_senders_and_exemplars_carry_its_trace()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await using (ApiServer server = await ApiServer.StartAsync(("Telemetry:OtlpEndpoint", receiver.Address.ToString())))
        {
            using HttpResponseMessage response = await server.ExtractAsync(
                """{"documents":[{"text":"Ada Lovelace met Charles Babbage of Cambridge in London."},{"id":"x"}]}""", headers: ("traceparent", $"00-{TraceId}-b7ad6b7169203331-01"));
            response.EnsureSuccessStatusCode();
        }

        string id = Encoding.Latin1.GetString(Convert.FromHexString(TraceId));
        ILookup<string, OtlpPost> posts = receiver.Rest().ToLookup(static post => post.Path);
        string traces = string.Concat(posts["/v1/traces"].Select(static post => post.Body));
        Assert.All(
            (string[])[id, "document", "wait", "prefill", "count", "mentions", "publish", "micro-batch", "padener.entities", "no_text"],
            part => Assert.Contains(part, traces, StringComparison.Ordinal));
        Assert.Contains(posts["/v1/metrics"], post => post.Body.Contains(id, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318", null, true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://collector:4318/v1/traces", null, false, true)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://collector:4318/v1/metrics", null, true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318", "OTEL_TRACES_EXPORTER", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318", "OTEL_METRICS_EXPORTER", false, true)]
    public void OpenTelemetrys_variables_say_what_is_sent(string name, string value, string? none, bool metrics, bool traces)
    {
        Dictionary<string, string?> variables = new() { [name] = value };
        if (none is not null)
        {
            variables[none] = "none";
        }

        OtlpCollector collector = new(new TelemetryOptions(), variables);

        Assert.Equal((metrics, traces), (collector.IsNamed, collector.TakesTraces));
    }

    [Fact]
    public void Where_nobody_listens_there_is_no_span() => Assert.Null(DocumentTrace.Begin($"00-{TraceId}-b7ad6b7169203331-01", null));

    [Fact]
    public void A_records_span_is_below_the_one_its_headers_name_and_no_threads_own()
    {
        using ActivityListener listener = new()
        {
            ShouldListenTo = static source => source.Name == DocumentTrace.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        SourceRecord record = new(
            new SourcePosition(new SourcePartition("documents", 3), 17, new AssignmentEpoch(1)),
            null,
            null,
            [new RecordHeader("traceparent", Encoding.UTF8.GetBytes($"00-{TraceId}-b7ad6b7169203331-01")), new RecordHeader("tracestate", Encoding.UTF8.GetBytes("a=b"))],
            null);

        using Activity trace = DocumentTrace.Begin(record)!;

        Assert.Null(Activity.Current);
        Assert.Equal((TraceId, "b7ad6b7169203331", "a=b"), (trace.TraceId.ToString(), trace.ParentSpanId.ToString(), trace.TraceStateString));
        Assert.Equal(["messaging.destination.partition.id=3", "messaging.kafka.offset=17"], trace.TagObjects.Where(static tag => tag.Value is int or long).Select(static tag => $"{tag.Key}={tag.Value}"));
    }
}
