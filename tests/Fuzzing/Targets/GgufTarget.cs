using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.Decoding.LLamaSharp.Gguf;

namespace PaDeNer.Fuzzing.Targets;

/// <summary>The header of a model file and what it says of its training.</summary>
internal sealed class GgufTarget : FuzzTarget
{
    private static readonly string[] Keys =
    [
        "general.name", "general.alignment", "padener.template", "padener.labels", "padener.label_descriptions", "padener.default_labels", "padener.default_label_words",
        "padener.decoding", "padener.probability", "padener.window_tokens", "padener.max_count", "padener.max_label_tokens",
    ];

    public override string Name => "gguf";

    public override IReadOnlyList<byte[]> Seeds { get; } = GgufSeeds.All();

    public override IReadOnlyList<byte[]> Words { get; } = SeedText.Bytes([.. Keys, "GGUF", "open", "verbatim", "free", "candidates", "vocabulary", "\u0001\0\0\0\0\0\0\0", "\u0008\0\0\0", "\u0009\0\0\0"]);

    public override void Read(byte[] input)
    {
        GgufHeader header;
        try
        {
            using MemoryStream file = new(input, writable: false);
            header = GgufHeader.Read(file, "fuzz.gguf");
        }
        catch (InvalidDataException)
        {
            return;
        }

        foreach (GgufTensor tensor in header.Tensors)
        {
            BrokenPromiseException.Unless(tensor.ElementCount >= 0, "a tensor has a number of elements", () => tensor.Name);
        }

        foreach (string key in Keys)
        {
            _ = header.FindString(key);
            _ = header.FindInt32(key);
            BrokenPromiseException.Unless(header.FindStrings(key).Count <= GgufHeader.MostStrings, "few strings are kept", () => key);
        }

        _ = string.Concat(header.Metadata.Values);
        try
        {
            _ = ModelProfileReader.Read(header, "fuzz.gguf");
        }
        catch (EngineFaultException)
        {
            // What it promises of a model that contradicts itself.
        }
    }
}
