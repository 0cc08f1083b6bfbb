using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace PaDeNer.Benchmarking.Tests.LlamaServer;

/// <summary>Answers completion requests as llama-server does, without a server, and remembers them in order.</summary>
internal sealed class RecordingServer : HttpMessageHandler
{
    private int _inFlight;

    public ConcurrentQueue<CompletionRequest> Requests { get; } = [];

    public int MostInFlight { get; private set; }

    /// <summary>What it refuses with; null to answer.</summary>
    public string? Refusal { get; init; }

    /// <summary>Tokens it leaves out of every answer.</summary>
    public int Missing { get; init; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Assert.Equal("http://server/completion", request.RequestUri!.ToString());
        CompletionRequest asked = new(JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken)).RootElement);
        Requests.Enqueue(asked);
        MostInFlight = Math.Max(MostInFlight, Interlocked.Increment(ref _inFlight));
        await Task.Yield();
        Interlocked.Decrement(ref _inFlight);
        return Refusal is { } refusal
            ? new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent(refusal) }
            : new HttpResponseMessage
            {
                Content = new StringContent(
                    $$"""{"timings": {"cache_n": 1, "prompt_n": {{asked.Prompt.Length - 1}}, "predicted_n": {{asked.Tokens - Missing}} } }"""),
            };
    }
}
