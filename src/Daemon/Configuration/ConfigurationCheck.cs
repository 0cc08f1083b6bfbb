using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using PaDeNer.Streaming.Kafka.Settings;

namespace PaDeNer.Daemon.Configuration;

/// <summary>What can be judged without running a validator: keys that nobody knows and values of the wrong type.</summary>
internal static class ConfigurationCheck
{
    /// <summary>All errors, in the order of their keys.</summary>
    public static IReadOnlyList<string> Run(DaemonConfiguration configuration, SettingCatalog catalog)
    {
        List<string> errors = [];
        foreach ((string key, string? value) in configuration.Root.AsEnumerable().OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            if (value is null)
            {
                // A section, or a null in the file where there has to be a value.
                errors.AddRange(catalog.Find(key) is { } empty && IsNeeded(empty) ? [$"{empty.Key} is null. Leave it out for the default, {empty.Default}."] : []);
            }
            else if (catalog.Find(key) is not { } setting)
            {
                string source = configuration.Explain(key, null).Source;
                string hint = NameSuggestion.DidYouMean(key, catalog.Settings.Select(static known => known.Key));
                errors.Add($"{key} (from {source}) is not a setting.{hint}");
            }
            else if (setting.IsOpen)
            {
                AddOpen(setting, key, value, errors);
            }
            else if (!Fits(value, setting.Type))
            {
                errors.Add(SettingErrors.Format(setting.Key, value, $"not {Describe(setting.Type)}", $"The default is {setting.Default}."));
            }
        }

        return errors;
    }

    /// <summary>The sections in which a setting that needs a value is null: what judges their values must not be asked.</summary>
    public static IReadOnlyList<string> SectionsWithNulls(DaemonConfiguration configuration, SettingCatalog catalog) =>
    [
        .. configuration.Root.AsEnumerable()
            .Where(pair => pair.Value is null && catalog.Find(pair.Key) is { } setting && IsNeeded(setting))
            .Select(static pair => pair.Key.Split(':')[0]),
    ];

    private static bool IsNeeded(Setting setting) => setting is { IsOpen: false, Default.Length: > 0 };

    private static void AddOpen(Setting setting, string key, string value, List<string> errors)
    {
        if (key.Equals(setting.Key, StringComparison.OrdinalIgnoreCase) && value.Length > 0)
        {
            errors.Add($"{setting.Key} holds settings and is no setting itself. Use {setting.Key}:name=value.");
        }
        else if (setting.Key == LoggingCheck.Section && LoggingCheck.Problem(key, value) is { } problem)
        {
            errors.Add(problem);
        }
    }

    private static bool Fits(string value, Type type)
    {
        Type target = Nullable.GetUnderlyingType(type) ?? type;
        if (target == typeof(string) || (value.Length == 0 && target != type))
        {
            return true;
        }

        try
        {
            TypeDescriptor.GetConverter(target).ConvertFromString(null, CultureInfo.InvariantCulture, value);
            return true;
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string Describe(Type type)
    {
        Type target = Nullable.GetUnderlyingType(type) ?? type;
        if (target.IsEnum)
        {
            return $"one of {string.Join(", ", Enum.GetNames(target))}";
        }

        return Type.GetTypeCode(target) switch
        {
            TypeCode.Boolean => "true or false",
            TypeCode.Int32 or TypeCode.Int64 => "a whole number",
            TypeCode.Single or TypeCode.Double => "a number",
            _ => target == typeof(TimeSpan) ? "a duration (hours:minutes:seconds, such as 00:00:30)" : $"a {target.Name}",
        };
    }
}
