using PaDeNer.Streaming.Ports;

namespace PaDeNer.Streaming.Kafka.Settings;

/// <summary>
/// Settings of librdkafka whose values stand in files. Read whenever a client is made, so that a new client has the secret of now; what was read
/// once is never shown again. Safe for threads.
/// </summary>
/// <param name="files">Names of settings and paths.</param>
public sealed class SecretFiles(IReadOnlyDictionary<string, string> files)
{
    private const int MostBytes = 1024 * 1024;
    private readonly Lock _lock = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Reads all of them, each without one line end at its end.</summary>
    /// <returns>Names as librdkafka writes them, and values.</returns>
    /// <exception cref="StreamSetupException">One of them cannot be read or is empty.</exception>
    public IReadOnlyList<KeyValuePair<string, string>> Read() =>
    [
        .. files.Select(file => Problem(file.Key, file.Value, out string value) is { } problem
            ? throw new StreamSetupException(problem)
            : new KeyValuePair<string, string>(ClientSettings.Name(file.Key), value)),
    ];

    /// <summary>Everything that keeps them from being read; each names setting and path.</summary>
    public IReadOnlyList<string> Problems() => [.. files.Select(file => Problem(file.Key, file.Value, out _)).OfType<string>()];

    /// <summary>A text that somebody else wrote, without what was read from these files.</summary>
    public string HideIn(string text)
    {
        lock (_lock)
        {
            return SecretSettings.HideIn(text, _seen);
        }
    }

    /// <summary>Whether a value may be the path of a secret. What is none may be the secret itself, and is not shown.</summary>
    internal static bool IsPath(string value) => Path.IsPathFullyQualified(value);

    private string? Problem(string name, string path, out string value)
    {
        value = string.Empty;
        if (!IsPath(path))
        {
            return $"Kafka:Secrets:{name} is no full path of a file. Write the secret into a file that only the daemon may read, and name that.";
        }

        try
        {
            FileInfo file = new(path);
            if (file.Exists && file.Length > MostBytes)
            {
                return $"Kafka:Secrets:{name}: '{path}' has {file.Length} bytes, which is no secret; {MostBytes} are read at most.";
            }

            string content = File.ReadAllText(path);
            value = content.EndsWith("\r\n", StringComparison.Ordinal) ? content[..^2] : content.EndsWith('\n') ? content[..^1] : content;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            string reason = failure is FileNotFoundException or DirectoryNotFoundException ? "there is no such file"
                : Directory.Exists(path) ? "it is a folder"
                : failure is UnauthorizedAccessException ? "the daemon may not read it"
                : "it cannot be read";
            return $"Kafka:Secrets:{name}: '{path}': {reason}.";
        }

        if (value.Length == 0)
        {
            return $"Kafka:Secrets:{name}: '{path}' is empty.";
        }

        lock (_lock)
        {
            _seen.Add(value);
        }

        return null;
    }
}
