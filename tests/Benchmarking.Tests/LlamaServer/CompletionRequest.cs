using System.Text.Json;

namespace PaDeNer.Benchmarking.Tests.LlamaServer;

/// <summary>A request as the server sees it.</summary>
internal sealed class CompletionRequest(JsonElement body)
{
    public int[] Prompt { get; } = [.. body.GetProperty("prompt").EnumerateArray().Select(static token => token.GetInt32())];

    public int Tokens { get; } = body.GetProperty("n_predict").GetInt32();

    public int? Slot { get; } = body.TryGetProperty("id_slot", out JsonElement slot) ? slot.GetInt32() : null;

    public bool IsGreedyAndKeepsOn { get; } =
        body.GetProperty("temperature").GetDouble() == 0 && body.GetProperty("ignore_eos").GetBoolean() && body.GetProperty("cache_prompt").GetBoolean();

    public bool IsLean { get; } = body.TryGetProperty("response_fields", out _);
}
