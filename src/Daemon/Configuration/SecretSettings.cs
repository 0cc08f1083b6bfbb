namespace PaDeNer.Daemon.Configuration;

/// <summary>Settings whose values are nobody's business. Pure.</summary>
internal static class SecretSettings
{
    private const string Hidden = "(hidden)";
    private static readonly string[] Words = ["password", "secret", "token", ".key.pem", "_key_pem"];

    /// <summary>The value as it may be shown; only settings handed through to librdkafka can be secret.</summary>
    public static string Hide(string key, string value)
    {
        bool secret = key.Split(':') is [_, _, string name] && Words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
        return secret && value.Length > 0 ? Hidden : value;
    }
}
