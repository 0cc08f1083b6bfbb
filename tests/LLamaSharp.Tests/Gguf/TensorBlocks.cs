using System.Buffers.Binary;

namespace PaDeNer.LLamaSharp.Tests.Gguf;

/// <summary>A tensor's elements to bytes and back. Encoding is simple, decoding exact.</summary>
public static class TensorBlocks
{
    private const int BlockLength = 32;

    private static ReadOnlySpan<sbyte> NonLinear => [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];

    /// <summary>Elements of a block: the least that can be read alone.</summary>
    public static int ElementsPerBlock(GgufTensorType type) =>
        type is GgufTensorType.F32 or GgufTensorType.F16 or GgufTensorType.BF16 ? 1 : BlockLength;

    /// <summary>Bytes of a block.</summary>
    public static int BytesPerBlock(GgufTensorType type) => type switch
    {
        GgufTensorType.F32 => 4,
        GgufTensorType.F16 or GgufTensorType.BF16 => 2,
        GgufTensorType.Q4_0 or GgufTensorType.IQ4_NL => 2 + (BlockLength / 2),
        GgufTensorType.Q8_0 => 2 + BlockLength,
        _ => throw new NotSupportedException($"Tensor type {(int)type} is not known to these tests."),
    };

    /// <summary>Reads whole blocks.</summary>
    public static void Decode(GgufTensorType type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        int width = BytesPerBlock(type);
        int count = ElementsPerBlock(type);
        for (int block = 0; block * width < bytes.Length; block++)
        {
            DecodeBlock(type, bytes.Slice(block * width, width), values.Slice(block * count, count));
        }
    }

    /// <summary>Writes whole blocks.</summary>
    public static byte[] Encode(GgufTensorType type, ReadOnlySpan<float> values)
    {
        int width = BytesPerBlock(type);
        int count = ElementsPerBlock(type);
        byte[] bytes = new byte[values.Length / count * width];
        for (int block = 0; block * count < values.Length; block++)
        {
            EncodeBlock(type, values.Slice(block * count, count), bytes.AsSpan(block * width, width));
        }

        return bytes;
    }

    private static void DecodeBlock(GgufTensorType type, ReadOnlySpan<byte> block, Span<float> values)
    {
        switch (type)
        {
            case GgufTensorType.F32:
                values[0] = BinaryPrimitives.ReadSingleLittleEndian(block);
                return;
            case GgufTensorType.F16:
                values[0] = (float)BinaryPrimitives.ReadHalfLittleEndian(block);
                return;
            case GgufTensorType.BF16:
                values[0] = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(block) << 16);
                return;
        }

        float scale = (float)BinaryPrimitives.ReadHalfLittleEndian(block);
        ReadOnlySpan<byte> codes = block[2..];
        for (int index = 0; index < BlockLength; index++)
        {
            // The first half of a block lies in the low halves of the bytes, the second in the high ones.
            int nibble = index < BlockLength / 2 ? codes[index % (BlockLength / 2)] & 15 : codes[index % (BlockLength / 2)] >> 4;
            values[index] = scale * type switch
            {
                GgufTensorType.Q8_0 => (sbyte)codes[index],
                GgufTensorType.IQ4_NL => NonLinear[nibble],
                _ => nibble - 8,
            };
        }
    }

    private static void EncodeBlock(GgufTensorType type, ReadOnlySpan<float> values, Span<byte> block)
    {
        switch (type)
        {
            case GgufTensorType.F32:
                BinaryPrimitives.WriteSingleLittleEndian(block, values[0]);
                return;
            case GgufTensorType.F16:
                BinaryPrimitives.WriteHalfLittleEndian(block, (Half)values[0]);
                return;
            case GgufTensorType.BF16:
                BinaryPrimitives.WriteUInt16LittleEndian(block, (ushort)((BitConverter.SingleToUInt32Bits(values[0]) + 0x8000) >> 16));
                return;
        }

        float largest = 0;
        foreach (float value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        Half scale = (Half)(largest / type switch { GgufTensorType.Q8_0 => 127, GgufTensorType.IQ4_NL => 113, _ => 7 });
        BinaryPrimitives.WriteHalfLittleEndian(block, scale);
        float divisor = scale == Half.Zero ? 1 : (float)scale;
        for (int index = 0; index < BlockLength; index++)
        {
            float scaled = values[index] / divisor;
            if (type == GgufTensorType.Q8_0)
            {
                block[2 + index] = (byte)(sbyte)Math.Clamp(MathF.Round(scaled), -127, 127);
                continue;
            }

            int code = type == GgufTensorType.Q4_0 ? Math.Clamp((int)MathF.Round(scaled) + 8, 0, 15) : Nearest(scaled);
            block[2 + (index % (BlockLength / 2))] |= (byte)(index < BlockLength / 2 ? code : code << 4);
        }
    }

    private static int Nearest(float value)
    {
        int best = 0;
        for (int code = 1; code < NonLinear.Length; code++)
        {
            if (Math.Abs(NonLinear[code] - value) < Math.Abs(NonLinear[best] - value))
            {
                best = code;
            }
        }

        return best;
    }
}
