using System.Text.Json;
using System.Text.Json.Serialization;

namespace PaDeNer.Daemon.Extraction;

/// <summary>The shape of label files.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(LabelFile))]
internal sealed partial class LabelJson : JsonSerializerContext;
