using System.Text.Json;
using System.Text.Json.Serialization;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Decoding.Documents;

namespace PaDeNer.Daemon.Extraction;

/// <summary>A label file: what the labels of documents are called and what the model is shown for them.</summary>
internal sealed record LabelFile
{
    /// <summary>What the labels are for; for people.</summary>
    public string? Description { get; init; }

    /// <summary>The labels.</summary>
    public IReadOnlyList<LabelEntry> Labels { get; init; } = [];

    /// <summary>Reads a file.</summary>
    /// <exception cref="ConfigurationException">It is not JSON, or not a list of labels.</exception>
    public static LabelSet Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            LabelFile file = JsonSerializer.Deserialize(stream, LabelJson.Default.LabelFile) ?? new LabelFile();
            return new LabelSet(file.Labels.Select(static entry => new Label(entry.Name, entry.Prompt ?? entry.Name)));
        }
        catch (JsonException broken)
        {
            throw new ConfigurationException($"The label file {path} is not valid{JsonErrorText.Of(broken)}", broken);
        }
        catch (ArgumentException wrong)
        {
            throw new ConfigurationException($"The label file {path} cannot be used: {wrong.Message.Split(" (Parameter")[0]}", wrong);
        }
    }
}

/// <summary>One label of a label file.</summary>
internal sealed record LabelEntry
{
    /// <summary>The wire name.</summary>
    public required string Name { get; init; }

    /// <summary>What the model is shown; the name where it is left out.</summary>
    public string? Prompt { get; init; }

    /// <summary>What counts as one; for people.</summary>
    public string? Description { get; init; }
}

/// <summary>The shape of label files.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(LabelFile))]
internal sealed partial class LabelJson : JsonSerializerContext;
