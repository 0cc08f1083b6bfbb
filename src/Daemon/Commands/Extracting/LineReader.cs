using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace PaDeNer.Daemon.Commands.Extracting;

/// <summary>Cuts a stream into lines without holding more than one of them; a line above the limit is skipped over, not held.</summary>
internal static class LineReader
{
    /// <summary>The lines, in order; a last line without an end counts, an empty one after the last end does not.</summary>
    /// <param name="input">Read to its end; stays the caller's.</param>
    /// <param name="limit">Most bytes of a line that is handed on.</param>
    /// <param name="stop">Ends reading.</param>
    public static async IAsyncEnumerable<InputLine> ReadAsync(System.IO.Stream input, int limit, [EnumeratorCancellation] CancellationToken stop)
    {
        PipeReader pipe = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        long number = 0;
        long skipped = 0; // bytes of an over-long line that are gone already
        while (true)
        {
            ReadResult read = await pipe.ReadAsync(stop).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                yield return Line(++number, buffer.Slice(0, end), skipped, limit);
                skipped = 0;
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (read.IsCompleted)
            {
                if (buffer.Length + skipped > 0)
                {
                    yield return Line(++number, buffer, skipped, limit);
                }

                break;
            }

            if (buffer.Length > limit + 1L)
            {
                skipped += buffer.Length;
                buffer = buffer.Slice(buffer.End);
            }

            pipe.AdvanceTo(buffer.Start, read.Buffer.End);
        }

        await pipe.CompleteAsync().ConfigureAwait(false);
    }

    private static InputLine Line(long number, ReadOnlySequence<byte> bytes, long skipped, int limit)
    {
        if (bytes.Length > 0 && bytes.Slice(bytes.Length - 1).FirstSpan[0] == (byte)'\r')
        {
            bytes = bytes.Slice(0, bytes.Length - 1);
        }

        long length = bytes.Length + skipped;
        return new InputLine(number, length > limit ? null : bytes.ToArray(), length);
    }
}

/// <summary>One line of the input.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Bytes">Its bytes without the line end; null where it is longer than the limit.</param>
/// <param name="Length">How many bytes it has.</param>
internal readonly record struct InputLine(long Number, byte[]? Bytes, long Length)
{
    /// <summary>Whether there is nothing on it but spaces and tabs, after a byte-order mark where there is one.</summary>
    public bool IsBlank => Bytes is not null && WithoutMark(Bytes).IndexOfAnyExcept(" \t\r"u8) < 0;

    /// <summary>What follows the byte-order mark that some editors begin a file with.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> line) => line.StartsWith("\uFEFF"u8) ? line[3..] : line;
}
