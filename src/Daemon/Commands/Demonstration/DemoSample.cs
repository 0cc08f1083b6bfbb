using System.Text.Json.Nodes;
using PaDeNer.Daemon.Configuration;

namespace PaDeNer.Daemon.Commands.Demonstration;

/// <summary>A sample document.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Its text.</param>
internal sealed record DemoSample(string Id, string Text)
{
    /// <summary>The value of its record on the input topic.</summary>
    public byte[] ToValue() => System.Text.Encoding.UTF8.GetBytes(new JsonObject { ["id"] = Id, ["text"] = Text }.ToJsonString());

    /// <summary>Reads the samples that come with the daemon.</summary>
    /// <exception cref="ConfigurationException">There are none.</exception>
    public static IReadOnlyList<DemoSample> ReadAll()
    {
        string folder = InstallationPaths.Find(Path.Combine("config", "samples"))
            ?? throw new ConfigurationException("There is no folder config/samples beside the daemon or above it; the demo has nothing to show.");
        List<DemoSample> samples = [];
        foreach (string file in Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal))
        {
            foreach (string line in File.ReadLines(file).Where(static line => !string.IsNullOrWhiteSpace(line)))
            {
                JsonNode sample = JsonNode.Parse(line)!;
                samples.Add(new DemoSample((string)sample["id"]!, (string)sample["text"]!));
            }
        }

        return samples.Count > 0 ? samples : throw new ConfigurationException($"{folder} holds no *.jsonl; the demo has nothing to show.");
    }

    /// <summary>So many documents; the samples over and over where there are fewer.</summary>
    public static IEnumerable<DemoSample> Repeat(IReadOnlyList<DemoSample> samples, int count)
    {
        for (int i = 0; i < count; i++)
        {
            DemoSample sample = samples[i % samples.Count];
            yield return i < samples.Count ? sample : sample with { Id = $"{sample.Id}#{(i / samples.Count) + 1}" };
        }
    }
}
