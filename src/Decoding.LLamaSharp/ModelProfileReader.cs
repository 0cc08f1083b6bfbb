using System.Globalization;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LLamaSharp.Gguf;
using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Decoding.LLamaSharp;

/// <summary>Reads what a model file says of its training: the keys that begin with <c>padener.</c></summary>
internal static class ModelProfileReader
{
    private const string Labels = "padener.labels";
    private const string DefaultLabels = "padener.default_labels";
    private const string DefaultLabelWords = "padener.default_label_words";

    /// <summary>The profile of a file.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="path">Its path, for messages and where it has no name.</param>
    /// <exception cref="EngineFaultException">A key has a value that is not known or makes no sense: it comes from a newer trainer, or is misspelt.</exception>
    public static ModelProfile Read(GgufHeader header, string path)
    {
        bool open = Choice<bool>(header, path, Labels, ("open", true)) ?? false;
        IReadOnlyList<string> labels = header.FindStrings(open ? DefaultLabels : Labels);
        IReadOnlyList<string> descriptions = header.FindStrings("padener.label_descriptions");
        if (descriptions.Count > 0 && descriptions.Count != labels.Count)
        {
            throw new EngineFaultException(
                $"{path} describes {descriptions.Count} labels and names {labels.Count}; padener.label_descriptions needs one for each.");
        }

        return new ModelProfile(
            header.FindString("general.name") ?? Path.GetFileNameWithoutExtension(path),
            header.FindString("padener.template"),
            Choice<DecodingMode>(header, path, "padener.decoding", ("verbatim", DecodingMode.Verbatim), ("free", DecodingMode.Free)),
            Choice<bool>(header, path, "padener.probability", ("candidates", true), ("vocabulary", false)),
            labels,
            descriptions,
            Number(header, path, "padener.window_tokens"),
            Number(header, path, "padener.max_count"))
        {
            LabelsAreOpen = open,
            LabelWords = open ? WordsOf(labels, header, path) : [],
            MaxLabelTokens = Number(header, path, "padener.max_label_tokens"),
        };
    }

    private static IReadOnlyList<string> WordsOf(IReadOnlyList<string> labels, GgufHeader header, string path)
    {
        IReadOnlyList<string> words = header.FindStrings(DefaultLabelWords);
        if (words.Count != labels.Count)
        {
            throw new EngineFaultException(
                $"{path} has words for {words.Count} default labels and names {labels.Count}; {DefaultLabelWords} needs one entry for each of {DefaultLabels}.");
        }

        if (words.Concat(labels).Any(string.IsNullOrWhiteSpace))
        {
            throw new EngineFaultException($"{path} has an empty entry in {DefaultLabels} or {DefaultLabelWords}; each label needs a name and words.");
        }

        return labels.Distinct(StringComparer.Ordinal).Count() == labels.Count
            ? words
            : throw new EngineFaultException($"{path} names a label twice in {DefaultLabels}.");
    }

    /// <summary>A whole number from 1 on; null where there is none of that name.</summary>
    private static int? Number(GgufHeader header, string path, string key) =>
        !header.Metadata.TryGetValue(key, out object? value) ? null
        : header.FindInt32(key) is { } number and > 0 ? number
        : throw new EngineFaultException(string.Create(CultureInfo.InvariantCulture, $"{path} has {key} = {value}, where a whole number from 1 on belongs."));

    private static T? Choice<T>(GgufHeader header, string path, string key, params ReadOnlySpan<(string Name, T Value)> choices)
        where T : struct
    {
        string? text = header.FindString(key);
        if (text is null)
        {
            return null;
        }

        foreach ((string name, T value) in choices)
        {
            if (text == name)
            {
                return value;
            }
        }

        throw new EngineFaultException($"{path} has {key} = '{text}', which is not known here; known: {string.Join(", ", choices.ToArray().Select(static choice => choice.Name))}.");
    }
}
