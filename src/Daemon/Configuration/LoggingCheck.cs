using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Kafka.Settings;

namespace PaDeNer.Daemon.Configuration;

/// <summary>What of the Logging section can be judged by its keys: log levels. Categories are anybody's choice. Pure.</summary>
internal static class LoggingCheck
{
    /// <summary>The section.</summary>
    public const string Section = "Logging";

    /// <summary>Where levels stand, in the section itself or in that of a provider.</summary>
    public const string Levels = "LogLevel";

    /// <summary>What is wrong with a value below Logging; null where nothing is, or where it is no level.</summary>
    /// <param name="key">The whole key, <c>Logging:LogLevel:Category</c> or <c>Logging:Provider:LogLevel:Category</c>.</param>
    /// <param name="value">Its value.</param>
    public static string? Problem(string key, string value)
    {
        string[] parts = key.Split(':');
        int levels = Array.FindIndex(parts, 1, Math.Min(2, parts.Length - 1), static part => part.Equals(Levels, StringComparison.OrdinalIgnoreCase));
        if (levels < 0 || value.Length == 0)
        {
            return null;
        }

        if (levels == parts.Length - 1)
        {
            return SettingErrors.Format(key, value, "levels belong to categories", $"Set {key}:Default for all of them.");
        }

        return Enum.TryParse(value, ignoreCase: true, out LogLevel level) && Enum.IsDefined(level)
            ? null
            : SettingErrors.Format(
                key, value, "not a log level", $"Use {string.Join(", ", Enum.GetNames<LogLevel>()[..^1])} or {LogLevel.None}.{NameSuggestion.DidYouMean(value, Enum.GetNames<LogLevel>())}");
    }
}
