using System.CommandLine;
using System.CommandLine.Parsing;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Hosting;

namespace PaDeNer.Daemon.Commands;

/// <summary>The options every verb has that reads the configuration, and how they become its last layer.</summary>
internal sealed class SharedOptions
{
    private readonly Option<string?> _config = new("--config")
    {
        Description = "The configuration file. Default: config/padener.json beside the daemon.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "A setting, over file and environment: --set Kafka:GroupId=blue. May be given several times.",
        HelpName = "Section:Key=value",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly List<(Option<string?> Option, string Key)> _named = [];

    /// <summary>Adds the options to a verb.</summary>
    public SharedOptions(Command command)
    {
        command.Options.Add(_config);
        command.Options.Add(_set);
        _config.Validators.Add(static result =>
        {
            if (result.Tokens is [.., { Value: { } file }] && !File.Exists(file))
            {
                result.AddError($"--config wants a file and there is none at '{file}'");
            }
        });
        _set.Validators.Add(static result =>
        {
            foreach (Token token in result.Tokens)
            {
                if (string.IsNullOrWhiteSpace(token.Value.Split('=')[0]) || !token.Value.Contains('=', StringComparison.Ordinal))
                {
                    result.AddError($"--set wants Section:Key=value and got '{token.Value}'");
                }
            }
        });
    }

    /// <summary>An option that stands for one setting.</summary>
    public SharedOptions Named(Command command, string name, string key, string help, string description)
    {
        Option<string?> option = new(name) { Description = $"{description} The same as --set {key}=...", HelpName = help };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [.., { Value: { } value }] && Problem(key, value) is { } problem)
            {
                result.AddError(problem);
            }
        });
        command.Options.Add(option);
        _named.Add((option, key));
        return this;
    }

    /// <summary>Reads all layers.</summary>
    public DaemonConfiguration Load(ParseResult parsed, params IEnumerable<KeyValuePair<string, string?>> overrides)
    {
        List<KeyValuePair<string, string?>> commandLine = [];
        foreach (string setting in parsed.GetValue(_set) ?? [])
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            commandLine.Add(new(setting[..equals].Trim(), setting[(equals + 1)..]));
        }

        foreach ((Option<string?> option, string key) in _named)
        {
            if (parsed.GetValue(option) is { } value)
            {
                commandLine.Add(new(key, value));
            }
        }

        commandLine.AddRange(overrides);
        string? file = parsed.GetValue(_config) ?? InstallationPaths.Find(InstallationPaths.ConfigurationFile);

        // The last of equal keys wins, whatever their case.
        Dictionary<string, string?> merged = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string key, string? value) in commandLine)
        {
            merged[key] = value;
        }

        return DaemonConfiguration.Load(file, merged, DaemonSettings.Catalog);
    }

    /// <summary>What a value of one setting makes wrong that is not wrong without it; null where nothing.</summary>
    private static string? Problem(string key, string value)
    {
        string section = key.Split(':')[0];
        return Check([new(key, value)], section).Except(Check([], section), StringComparer.Ordinal).FirstOrDefault();
    }

    private static IReadOnlyList<string> Check(IEnumerable<KeyValuePair<string, string?>> settings, string section) =>
        DaemonSettings.Check(DaemonConfiguration.Load(null, settings, DaemonSettings.Catalog), section);
}
