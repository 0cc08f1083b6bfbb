using System.Text;
using PaDeNer.Decoding.LLamaSharp.Gguf;

namespace PaDeNer.LLamaSharp.Tests.Gguf;

/// <summary>Writes a GGUF file of version 3: metadata in the order given, then tensors, 32-byte aligned.</summary>
public sealed class GgufWriter : IDisposable
{
    private const int Alignment = 32;
    private readonly MemoryStream _metadata = new();
    private readonly List<(string Name, long[] Dimensions, GgufTensorType Type, byte[] Data)> _tensors = [];
    private readonly BinaryWriter _writer;
    private ulong _keyCount;

    public GgufWriter() => _writer = new BinaryWriter(_metadata, Encoding.UTF8);

    public GgufWriter Add(string key, string value)
    {
        Begin(key, GgufValueType.String);
        Write(_writer, value);
        return this;
    }

    public GgufWriter Add(string key, uint value)
    {
        Begin(key, GgufValueType.UInt32);
        _writer.Write(value);
        return this;
    }

    public GgufWriter Add(string key, float value)
    {
        Begin(key, GgufValueType.Float32);
        _writer.Write(value);
        return this;
    }

    public GgufWriter Add(string key, bool value)
    {
        Begin(key, GgufValueType.Bool);
        _writer.Write(value);
        return this;
    }

    public GgufWriter Add(string key, IReadOnlyCollection<string> values)
    {
        BeginArray(key, GgufValueType.String, values.Count);
        foreach (string value in values)
        {
            Write(_writer, value);
        }

        return this;
    }

    public GgufWriter Add(string key, IReadOnlyCollection<float> values)
    {
        BeginArray(key, GgufValueType.Float32, values.Count);
        foreach (float value in values)
        {
            _writer.Write(value);
        }

        return this;
    }

    public GgufWriter Add(string key, IReadOnlyCollection<int> values)
    {
        BeginArray(key, GgufValueType.Int32, values.Count);
        foreach (int value in values)
        {
            _writer.Write(value);
        }

        return this;
    }

    /// <summary>Adds a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dimensions">Its extents, the fastest running first.</param>
    /// <param name="type">How its elements are written.</param>
    /// <param name="values">Its elements; whole blocks of 32 for the block types.</param>
    public GgufWriter AddTensor(string name, long[] dimensions, GgufTensorType type, ReadOnlySpan<float> values)
    {
        _tensors.Add((name, dimensions, type, TensorBlocks.Encode(type, values)));
        return this;
    }

    public void Save(string path)
    {
        using FileStream stream = File.Create(path);
        using BinaryWriter file = new(stream, Encoding.UTF8);
        file.Write("GGUF"u8);
        file.Write(3u);
        file.Write((ulong)_tensors.Count);
        file.Write(_keyCount);
        _writer.Flush();
        file.Write(_metadata.ToArray());
        long offset = 0;
        foreach ((string name, long[] dimensions, GgufTensorType type, byte[] data) in _tensors)
        {
            Write(file, name);
            file.Write(dimensions.Length);
            foreach (long extent in dimensions)
            {
                file.Write(extent);
            }

            file.Write((int)type);
            file.Write(offset);
            offset += Padded(data.Length);
        }

        foreach ((_, _, _, byte[] data) in _tensors)
        {
            file.Flush();
            stream.SetLength(Padded(stream.Position));
            stream.Position = stream.Length;
            file.Write(data);
        }

        file.Flush();
        stream.SetLength(Padded(stream.Length));
    }

    public void Dispose()
    {
        _writer.Dispose();
        _metadata.Dispose();
    }

    internal static long Padded(long length) => (length + Alignment - 1) / Alignment * Alignment;

    internal static void Write(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private void BeginArray(string key, GgufValueType elementType, int count)
    {
        Begin(key, GgufValueType.Array);
        _writer.Write((uint)elementType);
        _writer.Write((ulong)count);
    }

    private void Begin(string key, GgufValueType type)
    {
        _keyCount++;
        Write(_writer, key);
        _writer.Write((uint)type);
    }
}
