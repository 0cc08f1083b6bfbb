using System.Globalization;
using System.Text;

namespace PaDeNer.Decoding.LLamaSharp.Gguf;

/// <summary>Reads a GGUF header from a stream, once; leaves the stream open.</summary>
internal sealed class GgufReader(Stream stream) : IDisposable
{
    private const uint Magic = 0x46554747;
    private const int DefaultAlignment = 32;
    private const int MostDimensions = 8;
    private const long MostTensors = 1_000_000;
    private readonly BinaryReader _reader = new(stream, Encoding.UTF8, leaveOpen: true);

    /// <summary>Reads from the start of the stream.</summary>
    public GgufHeader ReadHeader()
    {
        if (_reader.ReadUInt32() != Magic)
        {
            throw new InvalidDataException("it does not begin as a GGUF file does.");
        }

        uint version = _reader.ReadUInt32();
        if (version is not (2 or 3))
        {
            throw new InvalidDataException($"its GGUF version is {version}; 2 and 3 are known.");
        }

        long tensorCount = ReadCount();
        long keyCount = ReadCount();
        Dictionary<string, object> metadata = new(StringComparer.Ordinal);
        Dictionary<string, long> offsets = new(StringComparer.Ordinal);
        for (long index = 0; index < keyCount; index++)
        {
            string key = ReadString();
            GgufValueType type = ReadValueType();
            offsets[key] = stream.Position;
            metadata[key] = type == GgufValueType.Array ? ReadArray() : ReadScalar(type);
        }

        long metadataEnd = stream.Position;
        GgufTensor[] tensors = ReadTensors(tensorCount);
        int alignment = metadata.TryGetValue("general.alignment", out object? value) && value is uint aligned and > 0 and <= 1 << 20
            ? (int)aligned
            : DefaultAlignment;
        long dataStart = (stream.Position + alignment - 1) / alignment * alignment;
        return new GgufHeader(version, metadata, offsets, tensors, metadataEnd, dataStart);
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private GgufTensor[] ReadTensors(long count)
    {
        if (count > MostTensors)
        {
            throw new InvalidDataException($"it announces {count} tensors.");
        }

        GgufTensor[] tensors = new GgufTensor[count];
        for (int index = 0; index < count; index++)
        {
            string name = ReadString();
            uint dimensions = _reader.ReadUInt32();
            if (dimensions > MostDimensions)
            {
                throw new InvalidDataException($"tensor {name} has {dimensions} dimensions.");
            }

            long[] extents = new long[dimensions];
            long elements = 1;
            for (int dimension = 0; dimension < dimensions; dimension++)
            {
                extents[dimension] = ReadCount();
                elements = extents[dimension] == 0 || elements <= long.MaxValue / extents[dimension]
                    ? elements * extents[dimension]
                    : throw new InvalidDataException($"tensor {name} has more elements than can be counted.");
            }

            tensors[index] = new GgufTensor(name, extents, _reader.ReadInt32(), ReadCount());
        }

        return tensors;
    }

    private GgufArray ReadArray()
    {
        GgufValueType type = ReadValueType();
        long count = ReadCount();
        if (type == GgufValueType.String)
        {
            return new GgufArray(type, count, ReadStrings(count));
        }

        if (type == GgufValueType.Array)
        {
            throw new InvalidDataException("it has an array of arrays.");
        }

        RequireLeft(count);
        Skip(count * SizeOf(type));
        return new GgufArray(type, count, []);
    }

    private List<string> ReadStrings(long count)
    {
        List<string> strings = [];
        for (long index = 0; index < count; index++)
        {
            if (count <= GgufHeader.MostStrings)
            {
                strings.Add(ReadString());
            }
            else
            {
                Skip(ReadCount());
            }
        }

        return strings;
    }

    private object ReadScalar(GgufValueType type) => type switch
    {
        GgufValueType.UInt8 => _reader.ReadByte(),
        GgufValueType.Int8 => _reader.ReadSByte(),
        GgufValueType.UInt16 => _reader.ReadUInt16(),
        GgufValueType.Int16 => _reader.ReadInt16(),
        GgufValueType.UInt32 => _reader.ReadUInt32(),
        GgufValueType.Int32 => _reader.ReadInt32(),
        GgufValueType.Float32 => _reader.ReadSingle(),
        GgufValueType.Bool => _reader.ReadByte() != 0,
        GgufValueType.UInt64 => _reader.ReadUInt64(),
        GgufValueType.Int64 => _reader.ReadInt64(),
        GgufValueType.Float64 => _reader.ReadDouble(),
        _ => ReadString(),
    };

    private static int SizeOf(GgufValueType type) => type switch
    {
        GgufValueType.UInt8 or GgufValueType.Int8 or GgufValueType.Bool => 1,
        GgufValueType.UInt16 or GgufValueType.Int16 => 2,
        GgufValueType.UInt32 or GgufValueType.Int32 or GgufValueType.Float32 => 4,
        _ => 8,
    };

    private GgufValueType ReadValueType()
    {
        uint type = _reader.ReadUInt32();
        return type <= (uint)GgufValueType.Float64
            ? (GgufValueType)type
            : throw new InvalidDataException($"it has a value of the unknown type {type}.");
    }

    private string ReadString()
    {
        long length = ReadCount();
        RequireLeft(length);
        return Encoding.UTF8.GetString(_reader.ReadBytes((int)length));
    }

    private long ReadCount()
    {
        ulong count = _reader.ReadUInt64();
        return count <= long.MaxValue
            ? (long)count
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"it announces a length of {count}."));
    }

    private void Skip(long bytes)
    {
        RequireLeft(bytes);
        stream.Position += bytes;
    }

    private void RequireLeft(long bytes)
    {
        if (bytes > stream.Length - stream.Position || bytes > int.MaxValue)
        {
            throw new InvalidDataException($"it announces {bytes} bytes where {stream.Length - stream.Position} are left.");
        }
    }
}
