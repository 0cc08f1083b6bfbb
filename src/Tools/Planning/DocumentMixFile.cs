using System.Text;
using System.Text.Json;
using PaDeNer.Daemon.Commands.Extracting;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Simulation;

namespace PaDeNer.Tools.Planning;

/// <summary>What the documents of a file are like: lines of JSON with a text, or lines of text. Annotated entities give the mentions.</summary>
internal static class DocumentMixFile
{
    private const int Quantiles = 100;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="profile">Says how long a token is, and what mentions are like where the file does not.</param>
    /// <exception cref="ConfigurationException">It cannot be read as documents.</exception>
    public static DocumentMix Read(string path, DeviceProfile profile)
    {
        List<int> tokens = [];
        long entities = 0;
        long labels = 0;
        int annotated = 0;
        int labelled = 0;
        int number = 0;
        foreach (string line in Lines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            string text = line;
            if (tokens.Count == 0 && line.TrimStart() is ['[', .. var rest] && rest.TrimStart() is [] or ['{' or '"' or '[' or ']', ..])
            {
                throw new ConfigurationException($"{path}, line {number}: this begins like a JSON array; write one object a line.");
            }

            if (line.TrimStart().StartsWith('{'))
            {
                using JsonDocument json = Parse(path, number, line);
                text = json.RootElement.TryGetProperty("text", out JsonElement value) && value.ValueKind == JsonValueKind.String
                    ? value.GetString()!
                    : throw new ConfigurationException($"{path}, line {number}: there is no \"text\".");
                annotated += Count(json.RootElement, "entities", ref entities);
                labelled += Count(json.RootElement, "labels", ref labels);
            }

            tokens.Add(Math.Max(1, (int)Math.Ceiling(Encoding.UTF8.GetByteCount(text) / profile.BytesPerToken)));
        }

        return tokens.Count == 0
            ? throw new ConfigurationException($"{path} holds no document.")
            : profile.Documents with
            {
                TextTokens = DocumentMix.QuantilesOf(tokens, Quantiles),
                Labels = labelled > 0 ? Math.Clamp((int)Math.Round(labels / (double)labelled), 1, 64) : profile.Documents.Labels,
                MentionsPerDocument = annotated > 0
                    ? entities / (double)annotated
                    : profile.Documents.MentionsPerDocument * tokens.Average() / profile.Documents.MeanTextTokens(),
            };
    }

    /// <summary>The lines of a file, decompressed where it is compressed.</summary>
    private static IEnumerable<string> Lines(string path)
    {
        (System.IO.Stream content, _) = CompressedInput.OpenAsync(ExtractFiles.OpenInput(path), CancellationToken.None).GetAwaiter().GetResult();
        using StreamReader reader = new(content);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static JsonDocument Parse(string path, int number, string line)
    {
        try
        {
            return JsonDocument.Parse(line, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException broken)
        {
            throw new ConfigurationException($"{path}, line {number}: {JsonErrorText.InLine(broken)}.", broken);
        }
    }

    private static int Count(JsonElement line, string name, ref long sum)
    {
        if (!line.TryGetProperty(name, out JsonElement list) || list.ValueKind != JsonValueKind.Array)
        {
            return 0;
        }

        sum += list.GetArrayLength();
        return 1;
    }
}
