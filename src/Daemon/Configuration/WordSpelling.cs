using Microsoft.Extensions.Configuration;

namespace PaDeNer.Daemon.Configuration;

/// <summary>
/// A last layer that spells words as the options classes do: <c>code_point</c> and <c>code-point</c> stand for CodePoint, so that people
/// write in the configuration what they read in results.
/// </summary>
/// <param name="written">The layers below.</param>
/// <param name="catalog">Every setting there is.</param>
internal sealed class WordSpelling(IConfiguration written, SettingCatalog catalog) : IConfigurationSource
{
    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new Provider(
        catalog.Settings
            .Where(static setting => setting.Type.IsEnum)
            .Select(setting => (setting.Key, Value: written[setting.Key]))
            .Where(static pair => pair.Value is not null && pair.Value.AsSpan().IndexOfAny('_', '-') >= 0)
            .ToDictionary(
                static pair => pair.Key,
                static pair => pair.Value?.Replace("_", string.Empty, StringComparison.Ordinal).Replace("-", string.Empty, StringComparison.Ordinal),
                StringComparer.OrdinalIgnoreCase));

    /// <summary>The respelt values.</summary>
    internal sealed class Provider : ConfigurationProvider
    {
        /// <summary>With these values.</summary>
        public Provider(IDictionary<string, string?> values) => Data = values;
    }
}
