using System.Globalization;

namespace PaDeNer.Decoding.LLamaSharp.Gguf;

/// <summary>What a GGUF file says of itself, read without any native library: metadata and the list of tensors.</summary>
public sealed class GgufHeader
{
    /// <summary>String arrays longer than this are counted, not kept: vocabularies are long.</summary>
    public const int MostStrings = 1024;

    internal GgufHeader(
        uint version,
        IReadOnlyDictionary<string, object> metadata,
        IReadOnlyDictionary<string, long> valueOffsets,
        IReadOnlyList<GgufTensor> tensors,
        long metadataEnd,
        long dataStart)
    {
        Version = version;
        Metadata = metadata;
        ValueOffsets = valueOffsets;
        Tensors = tensors;
        MetadataEnd = metadataEnd;
        DataStart = dataStart;
    }

    /// <summary>The format's version: 2 or 3.</summary>
    public uint Version { get; }

    /// <summary>Every key and its value: a number, a boolean, a string, or a <see cref="GgufArray"/>.</summary>
    public IReadOnlyDictionary<string, object> Metadata { get; }

    /// <summary>The tensors, in the order of the file.</summary>
    public IReadOnlyList<GgufTensor> Tensors { get; }

    /// <summary>Where the tensors' data begins, in bytes from the start of the file.</summary>
    public long DataStart { get; }

    /// <summary>Where the metadata ends and the list of tensors begins.</summary>
    internal long MetadataEnd { get; }

    /// <summary>Where each key's value begins.</summary>
    internal IReadOnlyDictionary<string, long> ValueOffsets { get; }

    /// <summary>Reads a file's header.</summary>
    /// <exception cref="InvalidDataException">It is no GGUF file, or is cut short, or says something impossible.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static GgufHeader Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        return Read(stream, path);
    }

    /// <summary>Reads a header from the start of a stream, which stays open.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="path">What messages call it.</param>
    /// <exception cref="InvalidDataException">As of a file.</exception>
    internal static GgufHeader Read(Stream stream, string path)
    {
        try
        {
            using GgufReader reader = new(stream);
            return reader.ReadHeader();
        }
        catch (EndOfStreamException exception)
        {
            throw new InvalidDataException($"{path} ends inside its header.", exception);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>A string, or null where there is none of that name.</summary>
    public string? FindString(string key) => Metadata.TryGetValue(key, out object? value) ? value as string : null;

    /// <summary>A whole number, or null where there is none of that name that fits.</summary>
    public int? FindInt32(string key) => Metadata.TryGetValue(key, out object? value) ? value switch
    {
        byte or sbyte or short or ushort or int => Convert.ToInt32(value, CultureInfo.InvariantCulture),
        uint number when number <= int.MaxValue => (int)number,
        long number when number is >= int.MinValue and <= int.MaxValue => (int)number,
        ulong number when number <= int.MaxValue => (int)number,
        _ => null,
    }
    : null;

    /// <summary>An array of strings; empty where there is none of that name.</summary>
    public IReadOnlyList<string> FindStrings(string key) =>
        Metadata.TryGetValue(key, out object? value) && value is GgufArray array ? array.Strings : [];
}

/// <summary>An array among the metadata.</summary>
/// <param name="ElementType">What it holds.</param>
/// <param name="Count">How many.</param>
/// <param name="Strings">Its elements where they are strings, and at most <see cref="GgufHeader.MostStrings"/>; otherwise empty.</param>
public sealed record GgufArray(GgufValueType ElementType, long Count, IReadOnlyList<string> Strings)
{
    /// <inheritdoc/>
    public override string ToString() => Strings.Count > 0
        ? $"[{string.Join(", ", Strings)}]"
        : string.Create(CultureInfo.InvariantCulture, $"[{Count} x {ElementType}]");
}

/// <summary>A tensor as the header announces it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dimensions">Its extents, the fastest running first.</param>
/// <param name="Type">ggml's number for its element type.</param>
/// <param name="Offset">Where its data begins, in bytes after <see cref="GgufHeader.DataStart"/>.</param>
public sealed record GgufTensor(string Name, IReadOnlyList<long> Dimensions, int Type, long Offset)
{
    /// <summary>How many elements it has.</summary>
    public long ElementCount => Dimensions.Aggregate(1L, static (product, extent) => checked(product * extent));
}
