using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using PaDeNer.Streaming.Kafka.Settings;

namespace PaDeNer.Daemon.Configuration;

/// <summary>The layers of configuration: built-in defaults, the file, the environment, the command line; later ones win.</summary>
internal sealed class DaemonConfiguration
{
    /// <summary>Prefix of environment variables: <c>PADENER__Kafka__BootstrapServers</c>.</summary>
    public const string EnvironmentPrefix = "PADENER__";

    private DaemonConfiguration(IConfigurationRoot root, string? file)
    {
        Root = root;
        File = file;
    }

    /// <summary>The merged values.</summary>
    public IConfigurationRoot Root { get; }

    /// <summary>The configuration file in use; null where there is none.</summary>
    public string? File { get; }

    /// <summary>Reads all layers.</summary>
    /// <param name="file">The configuration file; null for none.</param>
    /// <param name="commandLine">Keys and values given on the command line.</param>
    /// <param name="catalog">Every setting there is.</param>
    /// <exception cref="ConfigurationException">The file is missing or not JSON.</exception>
    public static DaemonConfiguration Load(string? file, IEnumerable<KeyValuePair<string, string?>> commandLine, SettingCatalog catalog)
    {
        ConfigurationBuilder builder = new();
        if (file is not null)
        {
            if (!System.IO.File.Exists(file))
            {
                throw new ConfigurationException($"There is no configuration file {file}. Give an existing one with --config.");
            }

            builder.AddJsonFile(Path.GetFullPath(file), optional: false, reloadOnChange: false);
        }

        builder.AddEnvironmentVariables(EnvironmentPrefix).AddInMemoryCollection(commandLine);
        try
        {
            IConfigurationRoot asWritten = builder.Build();
            return new DaemonConfiguration(builder.Add(new WordSpelling(asWritten, catalog)).Build(), file);
        }
        catch (InvalidDataException broken)
        {
            Exception cause = broken.InnerException ?? broken;
            throw new ConfigurationException(
                cause.InnerException is JsonException json ? $"{file} is not valid JSON{JsonErrorText.Of(json)}." : $"{file} cannot be used: {(cause.InnerException ?? cause).Message}", broken);
        }
    }

    /// <summary>The value in force and where it came from.</summary>
    public EffectiveSetting Explain(string key, string? builtIn)
    {
        foreach (IConfigurationProvider provider in Root.Providers.Reverse())
        {
            if (provider is not WordSpelling.Provider && provider.TryGet(key, out string? value))
            {
                string source = provider switch
                {
                    JsonConfigurationProvider => File!,
                    EnvironmentVariablesConfigurationProvider => EnvironmentPrefix + key.Replace(":", "__", StringComparison.Ordinal),
                    _ => EffectiveSetting.CommandLine,
                };
                return new EffectiveSetting(key, SecretSettings.Hide(key, value ?? string.Empty), source, IsDefault: false);
            }
        }

        return new EffectiveSetting(key, builtIn ?? string.Empty, "default", IsDefault: true);
    }
}
