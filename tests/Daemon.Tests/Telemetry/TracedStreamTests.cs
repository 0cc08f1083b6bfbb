using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Health;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Daemon.Tests.Extraction;
using PaDeNer.Streaming.Kafka.Embedded;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Daemon.Tests.Telemetry;

/// <summary>A trace from the record that its sender wrote to the result that others read, and from a latency's exemplar back to it.</summary>
[Collection("meters")]
public sealed partial class TracedStreamTests : IDisposable
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736", SenderId = "00f067aa0ba902b7";
    private static readonly string[] Parts = ["wait", "prefill", "count", "mentions", "publish"];

    private readonly EmbeddedBroker _broker = new();
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;

    public TracedStreamTests()
    {
        foreach (string topic in (string[])["documents", "entities", "documents.dead-letter"])
        {
            _broker.CreateTopic(topic, 1);
        }

        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == DocumentTrace.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId.ToString() == TraceId)
                {
                    _spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _broker.Dispose();
    }

    [Fact]
    public async Task A_records_trace_goes_on_through_its_parts_to_its_result_and_its_latencys_exemplar()
    {
        await using OtlpReceiver collector = await OtlpReceiver.StartAsync();
        Message<byte[], byte[]> result;
        string plain, exposed;
        using (IHost daemon = Daemon(collector))
        {
            await daemon.StartAsync(TestContext.Current.CancellationToken);
            await WriteAsync();
            result = Result();
            await Eventually.HoldsAsync(() => _spans.Any(static span => span.OperationName == "document"), "the document's span has ended");
            using HttpClient http = new() { BaseAddress = StatusWebHost.AddressOf(daemon.Services) };
            (plain, exposed) = (await ScrapeAsync(http, "text/plain"), await ScrapeAsync(http, "application/openmetrics-text"));
            await daemon.StopAsync(TestContext.Current.CancellationToken);
        }

        Activity document = Assert.Single(_spans, static span => span.OperationName == "document");
        Assert.Equal((SenderId, ActivityKind.Consumer), (document.ParentSpanId.ToString(), document.Kind));
        Assert.Equal("documents", document.GetTagItem("messaging.destination.name"));
        Activity[] parts = [.. _spans.Where(static span => span.OperationName != "document")];
        Assert.Equal(Parts, parts.Select(static part => part.OperationName));
        Assert.All(parts, part => Assert.Equal(document.SpanId, part.ParentSpanId));

        // One after the other; a span is never shorter than a tick.
        Assert.All(parts.Zip(parts.Skip(1)), static pair => Assert.InRange(pair.First.StartTimeUtc + pair.First.Duration - pair.Second.StartTimeUtc, TimeSpan.Zero, TimeSpan.FromTicks(1)));
        Assert.Equal(document.StartTimeUtc, parts[0].StartTimeUtc);
        Assert.InRange(parts[^1].StartTimeUtc + parts[^1].Duration, document.StartTimeUtc, document.StartTimeUtc + document.Duration + TimeSpan.FromMilliseconds(1));

        Assert.True(ActivityContext.TryParse(Encoding.UTF8.GetString(result.Headers.GetLastBytes("traceparent")), null, out ActivityContext sent));
        Assert.Equal((TraceId, document.SpanId), (sent.TraceId.ToString(), sent.SpanId));
        Assert.Equal("vendor=1", Encoding.UTF8.GetString(result.Headers.GetLastBytes("tracestate")));

        Match exemplar = Assert.Single(Exemplar().Matches(exposed));
        Assert.Equal((TraceId, document.SpanId.ToString()), (exemplar.Groups["trace"].Value, exemplar.Groups["span"].Value));
        Assert.DoesNotContain("trace_id", plain, StringComparison.Ordinal);
        Assert.EndsWith("# EOF\n", exposed, StringComparison.Ordinal);
        Assert.Contains(collector.Rest(), post => post.Path == "/v1/traces" && post.Body.Contains(Encoding.Latin1.GetString(Convert.FromHexString(TraceId)), StringComparison.Ordinal));
    }

    private IHost Daemon(OtlpReceiver collector) => DaemonHost.Describe(
        DaemonConfiguration.Load(
            file: null,
            [
                new("Kafka:BootstrapServers", _broker.BootstrapServers),
                new("Kafka:SessionTimeout", "00:00:06"),
                new("Delivery:Mode", "at-least-once"),
                new("Http:Address", "127.0.0.1"),
                new("Http:Port", "0"),
                new("Api:Enabled", "false"),
                new("Telemetry:OtlpEndpoint", collector.Address.ToString()),
            ],
            DaemonSettings.Catalog),
        NullLoggerFactory.Instance,
        static _ => TestExtractor.Create()).Build();

    private async Task WriteAsync()
    {
        using IProducer<byte[], byte[]> sender = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = _broker.BootstrapServers }).Build();
        await sender.ProduceAsync(
            "documents",
            new Message<byte[], byte[]>
            {
                Key = "key"u8.ToArray(),
                Value = """{"text":"Ada Lovelace met Charles Babbage of Cambridge in London."}"""u8.ToArray(),
                Headers = new Headers { new Header("traceparent", Encoding.UTF8.GetBytes($"00-{TraceId}-{SenderId}-01")), new Header("tracestate", "vendor=1"u8.ToArray()) },
            },
            TestContext.Current.CancellationToken);
    }

    private Message<byte[], byte[]> Result()
    {
        using IConsumer<byte[], byte[]> reader = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = _broker.BootstrapServers, GroupId = "reader" }).Build();
        reader.Assign(new TopicPartitionOffset("entities", 0, Offset.Beginning));
        return Assert.IsType<ConsumeResult<byte[], byte[]>>(reader.Consume(TimeSpan.FromSeconds(30))).Message;
    }

    private static async Task<string> ScrapeAsync(HttpClient http, string format)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri("metrics", UriKind.Relative));
        request.Headers.Add("Accept", format);
        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(format, response.Content.Headers.ContentType!.MediaType);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(@"(?m)^padener_stream_document_duration_seconds_bucket\{[^}]*outcome=""entities""[^}]*\} 1 # \{(?=[^}]*trace_id=""(?<trace>\w+)"")(?=[^}]*span_id=""(?<span>\w+)"")[^}]*\} ")]
    private static partial Regex Exemplar();
}
