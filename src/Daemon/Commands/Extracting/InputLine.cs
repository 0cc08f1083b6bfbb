namespace PaDeNer.Daemon.Commands.Extracting;

/// <summary>One line of the input.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Bytes">Its bytes without the line end; null where it is longer than the limit.</param>
/// <param name="Length">How many bytes it has.</param>
internal readonly record struct InputLine(long Number, byte[]? Bytes, long Length)
{
    /// <summary>Whether there is nothing on it but spaces and tabs.</summary>
    public bool IsBlank => Bytes is not null && Bytes.AsSpan().IndexOfAnyExcept(" \t\r"u8) < 0;
}
