using Microsoft.Win32.SafeHandles;

namespace PaDeNer.Daemon.Commands.Extracting;

/// <summary>Opens input and output; a dash stands for the standard streams.</summary>
internal static class ExtractFiles
{
    private const int BrokenPipe = 32;
    private const int StandardOutput = 1;
    private const int BufferSize = 64 * 1024;

    /// <summary>Opens the input.</summary>
    public static System.IO.Stream OpenInput(string path) => path == "-"
        ? Console.OpenStandardInput()
        : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1, FileOptions.SequentialScan | FileOptions.Asynchronous);

    /// <summary>
    /// Opens the output. Standard output is opened by its descriptor: the console's own stream hides that nobody reads any more, and
    /// we would decode on for nobody.
    /// </summary>
    public static System.IO.Stream OpenOutput(string path)
    {
        System.IO.Stream raw = path == "-"
            ? OpenStandardOutput()
            : new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
        return new BufferedStream(raw, BufferSize);
    }

    /// <summary>The length of the input; null where it is not known.</summary>
    public static long? LengthOf(string path) => path != "-" && new FileInfo(path) is { Length: > 0 } file ? file.Length : null; // a pipe says 0

    /// <summary>Whether whoever read our output has gone.</summary>
    public static bool IsBrokenPipe(IOException failure) => failure.HResult == BrokenPipe || (failure.HResult & 0xFFFF) == BrokenPipe;

    /// <summary>
    /// A file behind standard output may be written by others after us: a file stream would write at offsets of its own and leave the
    /// shared one where it was, so that they would write over our results. The console's stream just writes.
    /// </summary>
    private static System.IO.Stream OpenStandardOutput()
    {
        FileStream raw = new(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return raw.CanSeek ? Console.OpenStandardOutput() : raw;
    }
}
