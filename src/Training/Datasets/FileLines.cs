using System.Text;

namespace PaDeNer.Training.Datasets;

/// <summary>The lines of a file in memory: cut at line feeds only, so that other separators of Unicode stay part of the text.</summary>
internal static class FileLines
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The lines with their numbers, from 1; without line ends, and without a byte order mark on the first one.</summary>
    public static IEnumerable<(int Number, ReadOnlyMemory<byte> Bytes)> Of(ReadOnlyMemory<byte> file)
    {
        file = WithoutMark(file);
        for (int number = 1; !file.IsEmpty; number++)
        {
            int end = file.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = end < 0 ? file : file[..end];
            file = end < 0 ? default : file[(end + 1)..];
            yield return (number, line.Span.EndsWith("\r"u8) ? line[..^1] : line);
        }
    }

    /// <summary>A file without its byte order mark.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> file) =>
        file.Span.StartsWith("\uFEFF"u8) ? file[3..] : file;

    /// <summary>Whether there is nothing on a line but spaces and tabs.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(" \t\r"u8) < 0;

    /// <summary>A line as text.</summary>
    /// <exception cref="BadDataException">It is not UTF-8.</exception>
    public static string Decode(int number, ReadOnlySpan<byte> line)
    {
        try
        {
            return Strict.GetString(line);
        }
        catch (DecoderFallbackException)
        {
            throw new BadDataException(number, "not valid UTF-8");
        }
    }
}
