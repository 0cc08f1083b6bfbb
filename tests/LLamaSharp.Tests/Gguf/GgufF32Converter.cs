using System.Runtime.InteropServices;
using System.Text;
using PaDeNer.Decoding.LLamaSharp.Gguf;

namespace PaDeNer.LLamaSharp.Tests.Gguf;

/// <summary>
/// Writes the same model with every tensor as F32. Kernels on F32 weights round each row alike whatever stands beside it, so on such
/// a model decoding many documents together can be compared with decoding each alone.
/// </summary>
public static class GgufF32Converter
{
    private const int ChunkBlocks = 4096;

    /// <summary>Converts a file.</summary>
    /// <param name="source">A GGUF file with tensors of the types in <see cref="GgufTensorType"/>.</param>
    /// <param name="target">Where to write; overwritten.</param>
    /// <exception cref="NotSupportedException">It has a tensor of another type.</exception>
    public static void Convert(string source, string target)
    {
        GgufHeader header = GgufHeader.Read(source);
        using FileStream input = File.OpenRead(source);
        using FileStream output = File.Create(target);
        CopyMetadata(header, input, output);
        WriteTensorList(header, output);
        foreach (GgufTensor tensor in header.Tensors)
        {
            Pad(output);
            input.Position = header.DataStart + tensor.Offset;
            CopyTensor(tensor, input, output);
        }

        Pad(output);
    }

    private static void CopyMetadata(GgufHeader header, FileStream input, FileStream output)
    {
        byte[] metadata = new byte[header.MetadataEnd];
        input.ReadExactly(metadata);

        // The file's own word for its type, a 32-bit number: 0 is "all F32".
        if (header.ValueOffsets.TryGetValue("general.file_type", out long offset))
        {
            metadata.AsSpan((int)offset, sizeof(uint)).Clear();
        }

        if (header.Metadata.ContainsKey("general.alignment"))
        {
            throw new NotSupportedException("Only the format's usual alignment is written.");
        }

        output.Write(metadata);
    }

    private static void WriteTensorList(GgufHeader header, FileStream output)
    {
        using BinaryWriter writer = new(output, Encoding.UTF8, leaveOpen: true);
        long offset = 0;
        foreach (GgufTensor tensor in header.Tensors)
        {
            GgufWriter.Write(writer, tensor.Name);
            writer.Write(tensor.Dimensions.Count);
            foreach (long extent in tensor.Dimensions)
            {
                writer.Write(extent);
            }

            writer.Write((int)GgufTensorType.F32);
            writer.Write(offset);
            offset += GgufWriter.Padded(tensor.ElementCount * sizeof(float));
        }
    }

    private static void CopyTensor(GgufTensor tensor, FileStream input, FileStream output)
    {
        GgufTensorType type = (GgufTensorType)tensor.Type;
        int elements = TensorBlocks.ElementsPerBlock(type);
        byte[] bytes = new byte[ChunkBlocks * TensorBlocks.BytesPerBlock(type)];
        float[] values = new float[ChunkBlocks * elements];
        for (long left = tensor.ElementCount / elements; left > 0; left -= ChunkBlocks)
        {
            int blocks = (int)Math.Min(left, ChunkBlocks);
            Span<byte> chunk = bytes.AsSpan(0, blocks * TensorBlocks.BytesPerBlock(type));
            input.ReadExactly(chunk);
            TensorBlocks.Decode(type, chunk, values);
            output.Write(MemoryMarshal.AsBytes(values.AsSpan(0, blocks * elements)));
        }
    }

    private static void Pad(FileStream output)
    {
        output.SetLength(GgufWriter.Padded(output.Position));
        output.Position = output.Length;
    }
}
