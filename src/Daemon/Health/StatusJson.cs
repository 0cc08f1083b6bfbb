using System.Text.Json.Serialization;

namespace PaDeNer.Daemon.Health;

/// <summary>The status page's wire shape.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(IReadOnlyList<HistoryPoint>))]
internal sealed partial class StatusJson : JsonSerializerContext;
