using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LLamaSharp.Gguf;
using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Decoding.LLamaSharp;

/// <summary>Reads what a model file says of its training: the keys that begin with <c>padener.</c></summary>
internal static class ModelProfileReader
{
    /// <summary>The profile of a file.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="path">Its path, for messages and where it has no name.</param>
    /// <exception cref="EngineFaultException">A key has a value we do not know: it comes from a newer trainer, or is misspelt.</exception>
    public static ModelProfile Read(GgufHeader header, string path)
    {
        IReadOnlyList<string> labels = header.FindStrings("padener.labels");
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
            header.FindInt32("padener.window_tokens"),
            header.FindInt32("padener.max_count"));
    }

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

        throw new EngineFaultException($"{path} has {key} = '{text}', which is not known here.");
    }
}
