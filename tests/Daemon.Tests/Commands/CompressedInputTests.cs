using System.IO.Compression;
using System.Text;
using PaDeNer.Daemon.Commands.Extracting;
using ZstdSharp;

namespace PaDeNer.Daemon.Tests.Commands;

public class CompressedInputTests
{
    private static readonly byte[] Lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(static number => $"line {number} 東京\n")));

    public static TheoryData<string> Formats => ["gzip", "zstd", "gzip in two parts", "zstd in two parts", "plain"];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task What_an_input_is_goes_by_its_first_bytes(string format)
    {
        // A stream that gives a byte at a time and cannot be sought in: what a pipe may be like.
        (System.IO.Stream content, bool isCompressed) = await CompressedInput.OpenAsync(new Drops(Compressed(format)), TestContext.Current.CancellationToken);
        using MemoryStream all = new();
        await content.CopyToAsync(all, TestContext.Current.CancellationToken);

        Assert.Equal(Lines, all.ToArray());
        Assert.Equal(format != "plain", isCompressed);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public async Task What_is_cut_off_or_damaged_is_told_in_a_sentence(string format)
    {
        byte[] whole = Compressed(format);
        byte[] damaged = [.. whole];
        damaged[whole.Length / 2] ^= 0xFF;
        foreach (byte[] bad in (byte[][])[whole[..(whole.Length / 2)], damaged])
        {
            DamagedInputException told = await Assert.ThrowsAsync<DamagedInputException>(async () =>
            {
                (System.IO.Stream content, _) = await CompressedInput.OpenAsync(new MemoryStream(bad), TestContext.Current.CancellationToken);
                await content.CopyToAsync(System.IO.Stream.Null, TestContext.Current.CancellationToken);
            });

            Assert.Equal($"the input is compressed by {format}, and damaged or cut off: it cannot be read to its end.", told.Message);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("\u001f")]
    public async Task Inputs_of_a_few_bytes_stay_as_they_are(string text)
    {
        (System.IO.Stream content, bool isCompressed) = await CompressedInput.OpenAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), TestContext.Current.CancellationToken);
        using StreamReader reader = new(content);

        Assert.Equal((text, false), (await reader.ReadToEndAsync(TestContext.Current.CancellationToken), isCompressed));
    }

    private static byte[] Compressed(string format) => format switch
    {
        "gzip" => Gzip(Lines),
        "zstd" => Zstd(Lines),
        "gzip in two parts" => [.. Gzip(Lines[..100]), .. Gzip(Lines[100..])],
        "zstd in two parts" => [.. Zstd(Lines[..100]), .. Zstd(Lines[100..])],
        _ => Lines,
    };

    private static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }

    private static byte[] Zstd(byte[] bytes)
    {
        using MemoryStream compressed = new();
        using (CompressionStream zstd = new(compressed))
        {
            zstd.SetParameter(ZstdSharp.Unsafe.ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
            zstd.Write(bytes);
        }

        return compressed.ToArray();
    }

    private sealed class Drops(byte[] bytes) : System.IO.Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_at == bytes.Length || count == 0)
            {
                return 0;
            }

            buffer[offset] = bytes[_at++];
            return 1;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
