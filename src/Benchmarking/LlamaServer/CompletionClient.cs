using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarking.LlamaServer;

/// <summary>Asks llama-server for completions over connections that are kept open. Safe from any thread.</summary>
/// <remarks>
/// Prompts are sent as token ids, which saves the server's tokeniser. Choices are greedy and the end token is ruled out, so that a
/// request generates exactly as many tokens as it asks for.
/// </remarks>
internal sealed class CompletionClient : IDisposable
{
    private readonly HttpClient _client;
    private readonly bool _lean;

    /// <summary>A client of one server.</summary>
    /// <param name="address">Where it listens.</param>
    /// <param name="settings">How it is asked.</param>
    public CompletionClient(Uri address, LlamaServerSettings settings)
        : this(address, settings, new SocketsHttpHandler { MaxConnectionsPerServer = settings?.Slots ?? throw new ArgumentNullException(nameof(settings)) })
    {
    }

    /// <summary>A client that sends through a handler, which it owns.</summary>
    internal CompletionClient(Uri address, LlamaServerSettings settings, HttpMessageHandler handler)
    {
        _client = new HttpClient(handler) { BaseAddress = address };
        _lean = settings.LeanRequests;
    }

    /// <summary>Asks for tokens after a prompt.</summary>
    /// <param name="prompt">The prompt, begin token included.</param>
    /// <param name="tokens">How many tokens to generate; 1 or more.</param>
    /// <param name="slot">The slot to use; null lets the server choose.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="LlamaServerUnavailableException">The server refused, gave fewer tokens, or is gone.</exception>
    public async Task<CompletionTimings> CompleteAsync(IReadOnlyList<TokenId> prompt, int tokens, int? slot, CancellationToken cancellationToken)
    {
        using ByteArrayContent content = new(Body(prompt, tokens, slot));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using HttpResponseMessage response = await _client.PostAsync(new Uri("completion", UriKind.Relative), content, cancellationToken).ConfigureAwait(false);
            byte[] answer = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw new LlamaServerUnavailableException(
                    $"llama-server refused a prompt of {prompt.Count} tokens with status {(int)response.StatusCode}: {System.Text.Encoding.UTF8.GetString(answer)}");
            }

            CompletionTimings timings = Read(answer);
            return timings.Predicted == tokens
                ? timings
                : throw new LlamaServerUnavailableException($"llama-server was asked for {tokens} tokens and generated {timings.Predicted}: its figures would not be comparable.");
        }
        catch (HttpRequestException error)
        {
            throw new LlamaServerUnavailableException($"llama-server is gone: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static CompletionTimings Read(byte[] answer)
    {
        using JsonDocument document = JsonDocument.Parse(answer);
        JsonElement timings = document.RootElement.GetProperty("timings");
        return new CompletionTimings(
            timings.GetProperty("cache_n").GetInt32(), timings.GetProperty("prompt_n").GetInt32(), timings.GetProperty("predicted_n").GetInt32());
    }

    private byte[] Body(IReadOnlyList<TokenId> prompt, int tokens, int? slot)
    {
        ArrayBufferWriter<byte> buffer = new(256 + (prompt.Count * 6));
        using Utf8JsonWriter writer = new(buffer);
        writer.WriteStartObject();
        writer.WriteStartArray("prompt");
        foreach (TokenId token in prompt)
        {
            writer.WriteNumberValue(token.Value);
        }

        writer.WriteEndArray();
        writer.WriteNumber("n_predict", tokens);
        writer.WriteNumber("temperature", 0);
        writer.WriteBoolean("cache_prompt", true);
        writer.WriteBoolean("ignore_eos", true);
        if (slot is { } number)
        {
            writer.WriteNumber("id_slot", number);
        }

        if (_lean)
        {
            // No chain of samplers to walk for a greedy choice, and no copy of all settings in every answer.
            WriteStrings(writer, "samplers", ["temperature"]);
            WriteStrings(writer, "response_fields", ["timings"]);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteStrings(Utf8JsonWriter writer, string name, ReadOnlySpan<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}

/// <summary>The token counts that llama-server reports for one request.</summary>
/// <param name="Cached">Tokens of the prompt that its slot still held.</param>
/// <param name="Evaluated">Tokens of the prompt that were computed.</param>
/// <param name="Predicted">Tokens generated.</param>
internal readonly record struct CompletionTimings(int Cached, int Evaluated, int Predicted)
{
    /// <summary>Rows evaluated: the first token generated comes from the prompt's last row, each further one from a row of its own.</summary>
    public int Rows => Evaluated + Math.Max(0, Predicted - 1);
}
