using System.Text.Json;
using PaDeNer.Decoding.Documents;
using PaDeNer.LLamaSharp.Tests.Support;

namespace PaDeNer.LLamaSharp.Tests.Equality;

/// <summary>
/// Real documents to decode: those of a folder of annotated English texts where there is one (environment PADENER_DATA_DIR, or
/// shared/data beside the repository), else the samples of the demo, alone and in pairs.
/// </summary>
internal static class RealDocuments
{
    /// <summary>Whether they are the annotated texts, each of them another.</summary>
    public static bool AreAnnotated => File.Exists(Annotated);

    public static IReadOnlyList<Document> Load(int count, IReadOnlyList<string> labels)
    {
        string[] samples = Directory.Exists(SampleFolder) ? Directory.GetFiles(SampleFolder, "*.jsonl") : [];
        Assert.SkipUnless(AreAnnotated || samples.Length > 0, $"Neither {Annotated} nor samples in {SampleFolder} are there.");
        LabelSet all = new([.. labels]);
        return AreAnnotated
            ? [.. File.ReadLines(Annotated).Take(count).Select((line, i) => Read(line, i, all))]
            : [.. Repeat([.. samples.Order(StringComparer.Ordinal).SelectMany(File.ReadLines)], count).Select((text, i) => new Document(new DocumentId($"{i}"), text, all))];
    }

    private static string Annotated => Path.Combine(
        Environment.GetEnvironmentVariable("PADENER_DATA_DIR") ?? Path.Combine(TestModels.RepositoryRoot, "..", "shared", "data"), "english-mix", "dev.jsonl");

    private static string SampleFolder => Path.Combine(TestModels.RepositoryRoot, "config", "samples");

    private static Document Read(string line, int index, LabelSet all)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        LabelSet labels = json.RootElement.TryGetProperty("labels", out JsonElement named)
            ? new LabelSet(all.Where(label => named.EnumerateArray().Any(name => name.GetString() == label.Name)))
            : all;
        return new Document(new DocumentId($"{index}"), json.RootElement.GetProperty("text").GetString()!, labels);
    }

    /// <summary>Every sample whole, then each with its first neighbour, its second, and so on: other prompts each time.</summary>
    private static IEnumerable<string> Repeat(string[] lines, int count)
    {
        string[] texts = [.. lines.Where(static line => line.Length > 0).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()!)];
        return Enumerable.Range(0, count).Select(i =>
            i < texts.Length ? texts[i] : texts[i % texts.Length] + ' ' + texts[(i + (i / texts.Length)) % texts.Length]);
    }
}
