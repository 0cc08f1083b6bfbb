using System.IO.Compression;
using System.IO.Pipelines;
using ZstdSharp;

namespace PaDeNer.Daemon.Commands.Extracting;

/// <summary>Looks at the first bytes of an input and decompresses what gzip or zstd has compressed; whatever else it is stays as it is.</summary>
internal static class CompressedInput
{
    private const int MagicBytes = 4;

    /// <summary>Without this, .NET's gzip takes an input that is cut off for one that ends there.</summary>
    static CompressedInput() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    /// <summary>The content of an input.</summary>
    /// <param name="raw">The input, which need not be one that can be sought in; belongs to what is returned.</param>
    /// <param name="stop">Ends the wait for the first bytes.</param>
    /// <returns>The content, and whether it was compressed. Reading fails with an <see cref="IOException"/> where it is damaged or cut off.</returns>
    public static async Task<(System.IO.Stream Content, bool IsCompressed)> OpenAsync(System.IO.Stream raw, CancellationToken stop)
    {
        PipeReader pipe = PipeReader.Create(raw);
        ReadResult first = await pipe.ReadAtLeastAsync(MagicBytes, stop).ConfigureAwait(false);
        byte[] magic = new byte[Math.Min(MagicBytes, first.Buffer.Length)];
        System.Buffers.BuffersExtensions.CopyTo(first.Buffer.Slice(0, magic.Length), magic);
        pipe.AdvanceTo(first.Buffer.Start);
        System.IO.Stream content = pipe.AsStream();
        return magic switch
        {
            [0x1F, 0x8B, ..] => (new CheckedDecompression(new GZipStream(content, CompressionMode.Decompress), "gzip"), true),
            [0x28, 0xB5, 0x2F, 0xFD] => (new CheckedDecompression(new DecompressionStream(content, leaveOpen: false), "zstd"), true),
            _ => (content, false),
        };
    }

    /// <summary>All of a file, decompressed where it is compressed.</summary>
    public static async Task<byte[]> ReadAllAsync(string path, CancellationToken stop)
    {
        (System.IO.Stream content, _) = await OpenAsync(ExtractFiles.OpenInput(path), stop).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            using MemoryStream all = new();
            await content.CopyToAsync(all, stop).ConfigureAwait(false);
            return all.ToArray();
        }
    }
}
