namespace PaDeNer.Streaming.Kafka.Settings;

/// <summary>
/// Settings whose values are nobody's business: those handed through to librdkafka whose names say so, names that no librdkafka has yet and
/// misspelt ones included. Pure.
/// </summary>
public static class SecretSettings
{
    /// <summary>Stands for a secret.</summary>
    public const string Hidden = "(hidden)";

    private const string Section = "Kafka:";
    private const int ShortestHidden = 4;
    private static readonly string[] Words = ["password", "passphrase", "passwd", "secret", "token", "apikey"];

    /// <summary>Settings that may hold a secret among other things: key=value pairs, a command.</summary>
    private static readonly string[] Holders = ["sasl.oauthbearer.config", "sasl.jaas.config", "sasl.kerberos.kinit.cmd"];

    /// <summary>The value as it may be shown.</summary>
    /// <param name="key">The whole key.</param>
    /// <param name="value">Its value.</param>
    public static string Hide(string key, string value) =>
        value.Length > 0 && key.StartsWith(Section, StringComparison.OrdinalIgnoreCase) && key.Split(':', 3) is [_, string map, string name]
            && (map.Equals(nameof(KafkaOptions.Secrets), StringComparison.OrdinalIgnoreCase) ? !SecretFiles.IsPath(value) : IsSecret(name))
            ? Hidden
            : value;

    /// <summary>Whether a setting of librdkafka is a secret.</summary>
    /// <param name="name">Its name, with dots, underscores or hyphens.</param>
    public static bool IsSecret(string name)
    {
        string dotted = name.Trim().ToLowerInvariant().Replace('_', '.').Replace('-', '.');
        string[] parts = dotted.Split('.', ':');
        bool isKey = parts[^1] == "pem" && parts.Any(static part => part is "key" or "private");
        return isKey
            || Holders.Contains(dotted)
            || parts[^1].StartsWith("credential", StringComparison.Ordinal)
            || parts.Any(static part => Words.Any(word => part.Contains(word, StringComparison.Ordinal)) || IsMisspelt(part));
    }

    /// <summary>A text that somebody else wrote about settings, without their secrets.</summary>
    /// <param name="text">An error or a log line of librdkafka.</param>
    /// <param name="settings">Names and values that it may be about.</param>
    public static string HideIn(string text, IEnumerable<KeyValuePair<string, string>> settings)
    {
        return HideIn(text, settings.Where(static setting => setting.Value is not null && IsSecret(setting.Key)).Select(static setting => setting.Value));
    }

    /// <summary>A text that somebody else wrote, without these secrets and the pieces of them that errors quote.</summary>
    internal static string HideIn(string text, IEnumerable<string> values)
    {
        IEnumerable<string> secrets = values.SelectMany(PartsOf).Where(static part => part.Length >= ShortestHidden);
        return secrets.OrderByDescending(static part => part.Length).Aggregate(text, static (shown, secret) => shown.Replace(secret, Hidden, StringComparison.Ordinal));
    }

    /// <summary>librdkafka would refuse the setting, and its value would be shown beside the error. Sockets resemble secrets.</summary>
    private static bool IsMisspelt(string part) => part != "socket" && NameSuggestion.Nearest(part, Words) is not null;

    /// <summary>A value, and what stands in it as the value of something: errors quote the pieces.</summary>
    private static IEnumerable<string> PartsOf(string value) =>
        value.Split([' ', ',', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(static part => part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]).Prepend(value);
}
