using System.Text.Json;
using System.Text.Json.Serialization;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Streaming.Formats;

namespace PaDeNer.Daemon.Api;

/// <summary>What <c>GET /v1/model</c> says: what decodes, what may be asked of it, and what counts where a request says nothing.</summary>
internal sealed record ModelReport
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The SHA-256 of its file.</summary>
    public required string ModelSha256 { get; init; }

    /// <summary>The daemon's version.</summary>
    public required string Version { get; init; }

    /// <summary>The prompt template.</summary>
    public required string Template { get; init; }

    /// <summary><c>verbatim</c> or <c>free</c>.</summary>
    public required string Decoding { get; init; }

    /// <summary>What computes.</summary>
    public required string Device { get; init; }

    /// <summary>Engines side by side.</summary>
    public required int Lanes { get; init; }

    /// <summary>The labels of documents that ask for none.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Whether documents may ask for any others, in words.</summary>
    public required bool LabelsAreOpen { get; init; }

    /// <summary>Labels that one document may ask for.</summary>
    public required int MaxLabels { get; init; }

    /// <summary>Documents of one request.</summary>
    public required int MaxDocuments { get; init; }

    /// <summary>Bytes of one document.</summary>
    public required int MaxDocumentBytes { get; init; }

    /// <summary>When an outcome is due, in milliseconds.</summary>
    public required double LatencyObjectiveMs { get; init; }

    /// <summary>What start and end count.</summary>
    public required string OffsetUnit { get; init; }

    /// <summary>What it says of a model in use.</summary>
    public static ModelReport Of(Extractor extractor, RequestDefaults defaults, ApiOptions options, string version) => new()
    {
        Model = extractor.Identity.Name,
        ModelSha256 = extractor.Identity.Sha256,
        Version = version,
        Template = extractor.TemplateName,
        Decoding = extractor.Settings.Mode == DecodingMode.Verbatim ? "verbatim" : "free",
        Device = extractor.Device,
        Lanes = extractor.Layout.Lanes,
        Labels = [.. extractor.Labels.Default.Select(static label => label.Name)],
        LabelsAreOpen = extractor.Labels.AreOpen,
        MaxLabels = defaults.Limits.Labels,
        MaxDocuments = options.MaxDocuments,
        MaxDocumentBytes = defaults.Limits.RecordBytes,
        LatencyObjectiveMs = defaults.Objective.TotalMilliseconds,
        OffsetUnit = OffsetUnitNames.Of(defaults.Unit),
    };
}

/// <summary>Its wire shape.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ModelReport))]
internal sealed partial class ModelJson : JsonSerializerContext
{
    /// <summary>With names as they are; never part of a page.</summary>
    public static ModelJson Plain { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = PlainJsonEncoder.Instance });
}
