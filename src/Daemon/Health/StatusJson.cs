using System.Text.Json;
using System.Text.Json.Serialization;
using PaDeNer.Decoding.Documents;

namespace PaDeNer.Daemon.Health;

/// <summary>The status page's wire shape.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(IReadOnlyList<HistoryPoint>))]
internal sealed partial class StatusJson : JsonSerializerContext
{
    /// <summary>With names as they are; never part of a page.</summary>
    public static StatusJson Plain { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = PlainJsonEncoder.Instance });
}
