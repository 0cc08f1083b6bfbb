using System.Text;
using PaDeNer.Decoding.LLamaSharp.Gguf;

namespace PaDeNer.Fuzzing.Targets;

/// <summary>Small model files: headers without data.</summary>
internal static class GgufSeeds
{
    /// <summary>One with closed labels, one with open ones, one with every type of value, an empty one.</summary>
    public static IReadOnlyList<byte[]> All() =>
    [
        File(static _ => { }, 0, 0),
        File(Closed, 6, 1),
        File(Open, 5, 1),
        File(EveryType, 13, 0),
    ];

    private static byte[] File(Action<BinaryWriter> metadata, ulong keys, ulong tensors)
    {
        using MemoryStream file = new();
        using BinaryWriter writer = new(file, Encoding.UTF8);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write(tensors);
        writer.Write(keys);
        metadata(writer);
        for (ulong index = 0; index < tensors; index++)
        {
            Text(writer, "t");
            writer.Write(2);
            writer.Write(3L);
            writer.Write(2L);
            writer.Write(0);
            writer.Write(0L);
        }

        writer.Flush();
        return file.ToArray();
    }

    private static void Closed(BinaryWriter writer)
    {
        Key(writer, "general.name", GgufValueType.String);
        Text(writer, "tiny");
        Key(writer, "padener.template", GgufValueType.String);
        Text(writer, "compact-v1");
        Key(writer, "padener.decoding", GgufValueType.String);
        Text(writer, "verbatim");
        Key(writer, "padener.probability", GgufValueType.String);
        Text(writer, "vocabulary");
        Key(writer, "padener.labels", GgufValueType.Array);
        Strings(writer, "PER", "ORG");
        Key(writer, "padener.window_tokens", GgufValueType.UInt32);
        writer.Write(224u);
    }

    private static void Open(BinaryWriter writer)
    {
        Key(writer, "padener.labels", GgufValueType.String);
        Text(writer, "open");
        Key(writer, "padener.default_labels", GgufValueType.Array);
        Strings(writer, "PER", "ORG");
        Key(writer, "padener.default_label_words", GgufValueType.Array);
        Strings(writer, "people", "organisations");
        Key(writer, "padener.label_descriptions", GgufValueType.Array);
        Strings(writer, "a", "b");
        Key(writer, "general.alignment", GgufValueType.UInt32);
        writer.Write(64u);
    }

    private static void EveryType(BinaryWriter writer)
    {
        foreach (GgufValueType type in Enum.GetValues<GgufValueType>())
        {
            Key(writer, "padener.max_count", type);
            if (type == GgufValueType.Array)
            {
                writer.Write((uint)GgufValueType.Int16);
                writer.Write(2L);
                writer.Write(7);
            }
            else if (type == GgufValueType.String)
            {
                Text(writer, "é");
            }
            else
            {
                writer.Write(new byte[type is GgufValueType.UInt8 or GgufValueType.Int8 or GgufValueType.Bool ? 1
                    : type is GgufValueType.UInt16 or GgufValueType.Int16 ? 2
                    : type is GgufValueType.UInt32 or GgufValueType.Int32 or GgufValueType.Float32 ? 4 : 8]);
            }
        }
    }

    private static void Strings(BinaryWriter writer, params string[] values)
    {
        writer.Write((uint)GgufValueType.String);
        writer.Write((ulong)values.Length);
        foreach (string value in values)
        {
            Text(writer, value);
        }
    }

    private static void Key(BinaryWriter writer, string key, GgufValueType type)
    {
        Text(writer, key);
        writer.Write((uint)type);
    }

    private static void Text(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }
}
