namespace PaDeNer.Daemon.Commands.Extracting;

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
