using System.Security.Cryptography;
using System.Text;

namespace PaDeNer.Streaming.Kafka.Settings;

/// <summary>
/// The files that clients are made from: secrets, certificates, keys. Read anew at most every ten seconds, so that it costs nothing to ask. Safe for threads.
/// </summary>
internal sealed class ClientFiles(KafkaOptions options, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(10);

    private readonly string[] _paths = [.. Paths(options).Order(StringComparer.Ordinal)];
    private readonly Lock _lock = new();
    private string? _fingerprint;
    private long _read;

    /// <summary>Another text as soon as one of them has other bytes; says nothing of what they are. Files that cannot be read just now are as if they were empty.</summary>
    public string Fingerprint
    {
        get
        {
            lock (_lock)
            {
                if (_fingerprint is null || (_paths.Length > 0 && time.GetElapsedTime(_read) >= Freshness))
                {
                    (_fingerprint, _read) = (Read(), time.GetTimestamp());
                }

                return _fingerprint;
            }
        }
    }

    private static IEnumerable<string> Paths(KafkaOptions options) => options.Secrets.Values.Concat(
        ((ReadOnlySpan<Dictionary<string, string>>)[options.Client, options.Consumer, options.Producer]).ToArray()
            .SelectMany(static settings => settings)
            .Where(static setting => ClientSettings.Name(setting.Key) is var name
                && name.StartsWith("ssl.", StringComparison.Ordinal) && name.EndsWith(".location", StringComparison.Ordinal))
            .Select(static setting => setting.Value));

    private string Read()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in _paths)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(path));
            hash.AppendData(Bytes(path));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            return SHA256.HashData(File.ReadAllBytes(path));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
