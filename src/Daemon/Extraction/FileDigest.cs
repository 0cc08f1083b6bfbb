using System.Security.Cryptography;

namespace PaDeNer.Daemon.Extraction;

/// <summary>The SHA-256 of a file, computed on a thread of its own while something else is done with the file.</summary>
internal static class FileDigest
{
    private const int BufferBytes = 1024 * 1024;

    /// <summary>Begins.</summary>
    /// <param name="path">The file.</param>
    /// <param name="stop">Gives it up.</param>
    /// <returns>64 hexadecimal digits in lower case.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Task<string> BeginSha256(string path, CancellationToken stop) => Task.Factory.StartNew(
        () => Sha256(path, stop), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static string Sha256(string path, CancellationToken stop)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        byte[] buffer = new byte[BufferBytes];
        for (int read = file.Read(buffer); read > 0; read = file.Read(buffer))
        {
            stop.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
