using System.Buffers.Binary;
using PaDeNer.Decoding.LLamaSharp.Gguf;
using PaDeNer.LLamaSharp.Tests.Support;

namespace PaDeNer.LLamaSharp.Tests.Gguf;

public sealed class GgufHeaderTests
{
    [Fact]
    public void What_was_written_is_read()
    {
        using TemporaryFile file = new();
        Write(file.Path);
        GgufHeader header = GgufHeader.Read(file.Path);
        Assert.Equal(3u, header.Version);
        Assert.Equal("Ωmega", header.FindString("name"));
        Assert.Equal(7, header.FindInt32("number"));
        Assert.Equal(["a", "", "ç"], header.FindStrings("labels"));
        Assert.Equal(0.5f, header.Metadata["half"]);
        Assert.Equal(true, header.Metadata["yes"]);
        Assert.Equal("[3 x Int32]", header.Metadata["numbers"].ToString());
        Assert.Equal("[2000 x String]", header.Metadata["many"].ToString());
        GgufTensor tensor = Assert.Single(header.Tensors);
        Assert.Equal(("t", 6L, 0, 0L), (tensor.Name, tensor.ElementCount, tensor.Type, tensor.Offset));
        Assert.Equal(0, header.DataStart % 32);
        Assert.Equal(header.DataStart + 32, new FileInfo(file.Path).Length);
    }

    [Fact]
    public void What_is_not_there_or_of_another_type_is_null_or_empty()
    {
        using TemporaryFile file = new();
        Write(file.Path);
        GgufHeader header = GgufHeader.Read(file.Path);
        Assert.Null(header.FindString("number"));
        Assert.Null(header.FindInt32("name"));
        Assert.Null(header.FindInt32("nothing"));
        Assert.Empty(header.FindStrings("numbers"));
        Assert.Empty(header.FindStrings("nothing"));
    }

    [Fact]
    public void A_file_of_another_kind_is_refused()
    {
        using TemporaryFile file = new();
        File.WriteAllText(file.Path, "Not a model, but long enough to be one.");
        InvalidDataException fault = Assert.Throws<InvalidDataException>(() => GgufHeader.Read(file.Path));
        Assert.Contains(file.Path, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(long.MaxValue, 2L)]
    [InlineData(1L << 32, 1L << 31)]
    public void A_tensor_with_more_elements_than_can_be_counted_is_refused(long width, long height)
    {
        using TemporaryFile file = new();
        Write(file.Path);
        byte[] whole = File.ReadAllBytes(file.Path);

        // The extents of the one tensor, which is called t.
        int extents = whole.AsSpan().IndexOf((ReadOnlySpan<byte>)[1, 0, 0, 0, 0, 0, 0, 0, (byte)'t', 2, 0, 0, 0]) + 13;
        BinaryPrimitives.WriteInt64LittleEndian(whole.AsSpan(extents), width);
        BinaryPrimitives.WriteInt64LittleEndian(whole.AsSpan(extents + 8), height);
        File.WriteAllBytes(file.Path, whole);

        Assert.Contains("more elements than can be counted", Assert.Throws<InvalidDataException>(() => GgufHeader.Read(file.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_cut_anywhere_is_refused()
    {
        using TemporaryFile file = new();
        Write(file.Path);
        byte[] whole = File.ReadAllBytes(file.Path);
        long end = GgufHeader.Read(file.Path).DataStart - 32;
        for (int length = 0; length < end; length += 37)
        {
            File.WriteAllBytes(file.Path, whole[..length]);
            Assert.Throws<InvalidDataException>(() => GgufHeader.Read(file.Path));
        }
    }

    [Fact]
    public void A_spoilt_header_never_does_worse_than_being_refused()
    {
        using TemporaryFile file = new();
        Write(file.Path);
        byte[] whole = File.ReadAllBytes(file.Path);
        Random random = new(3);
        for (int round = 0; round < 300; round++)
        {
            byte[] spoilt = [.. whole];
            spoilt[random.Next(4, 200)] = (byte)random.Next(256);
            spoilt[random.Next(4, 200)] = 255;
            File.WriteAllBytes(file.Path, spoilt);
            Exception? fault = Record.Exception(() => GgufHeader.Read(file.Path));
            Assert.True(fault is null or InvalidDataException, fault?.ToString());
        }
    }

    private static void Write(string path)
    {
        using GgufWriter writer = new();
        writer.Add("name", "Ωmega")
            .Add("number", 7u)
            .Add("half", 0.5f)
            .Add("yes", true)
            .Add("labels", ["a", "", "ç"])
            .Add("numbers", [1, 2, 3])
            .Add("many", Enumerable.Repeat("x", 2000).ToArray())
            .AddTensor("t", [3, 2], GgufTensorType.F32, [1, 2, 3, 4, 5, 6])
            .Save(path);
    }
}
