using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PaDeNer.Daemon.Configuration;

/// <summary>Every setting there is, read from the options classes; the one list that unknown keys and effective values are judged by.</summary>
internal sealed class SettingCatalog
{
    private readonly List<Setting> _settings = [];
    private readonly List<(string Section, Func<IServiceProvider, object> Resolve)> _sections = [];

    /// <summary>All settings, in the order of their sections.</summary>
    public IReadOnlyList<Setting> Settings => _settings;

    /// <summary>Adds a section with its options class.</summary>
    public SettingCatalog Add<TOptions>(string section)
        where TOptions : class, new()
    {
        TOptions defaults = new();
        foreach (PropertyInfo property in typeof(TOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetMethod is null || (property.SetMethod is not { IsPublic: true } && !IsOpen(property.PropertyType)))
            {
                continue;
            }

            string? text = IsOpen(property.PropertyType) ? null : Text(property.GetValue(defaults));
            _settings.Add(new Setting($"{section}:{property.Name}", property.PropertyType, text, IsOpen(property.PropertyType)));
        }

        _sections.Add((section, static services => services.GetRequiredService<IOptions<TOptions>>().Value));
        return this;
    }

    /// <summary>Adds a section whose keys belong to somebody else.</summary>
    public SettingCatalog AddForeign(string section)
    {
        _settings.Add(new Setting(section, typeof(object), null, IsOpen: true));
        return this;
    }

    /// <summary>The setting a key belongs to; null for an unknown key.</summary>
    public Setting? Find(string key) => _settings.Find(setting =>
        key.Equals(setting.Key, StringComparison.OrdinalIgnoreCase)
        || (setting.IsOpen && key.StartsWith(setting.Key + ":", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Runs every section's validators and returns all they find; sections that could not even be bound are left to the caller.</summary>
    /// <param name="services">A container with the options registered.</param>
    /// <param name="without">Not these, whatever else is said.</param>
    /// <param name="sections">Only these; all where empty.</param>
    public IReadOnlyList<string> Validate(IServiceProvider services, IReadOnlyList<string> without, params string[] sections)
    {
        List<string> errors = [];
        foreach ((string section, Func<IServiceProvider, object> resolve) in _sections)
        {
            if ((sections.Length > 0 && !sections.Contains(section, StringComparer.Ordinal)) || without.Contains(section, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            try
            {
                resolve(services);
            }
            catch (OptionsValidationException invalid)
            {
                errors.AddRange(invalid.Failures);
            }
            catch (InvalidOperationException)
            {
                // A value of the wrong type: ConfigurationCheck names it.
            }
        }

        return errors;
    }

    private static bool IsOpen(Type type) => type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type);

    private static string? Text(object? value) => value is bool flag
        ? (flag ? "true" : "false")
        : Convert.ToString(value, CultureInfo.InvariantCulture);
}
