using System.Buffers.Binary;

namespace PaDeNer.Testing.Builders;

/// <summary>A PNG file as far as tests look at it.</summary>
public static class PngFile
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Its width and height in pixels.</summary>
    /// <exception cref="FormatException">It is no PNG file, or one that was cut off.</exception>
    public static (int Width, int Height) SizeOf(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.AsSpan().StartsWith(Signature) && file.AsSpan(12, 4).SequenceEqual("IHDR"u8) && file.AsSpan(^8..^4).SequenceEqual("IEND"u8)
            ? (BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20)))
            : throw new FormatException("This is no PNG file.");
    }
}
