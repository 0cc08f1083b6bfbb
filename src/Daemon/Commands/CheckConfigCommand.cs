using System.CommandLine;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Hosting;

namespace PaDeNer.Daemon.Commands;

/// <summary><c>padener check-config</c>: the effective configuration, where each value came from, and every error.</summary>
internal static class CheckConfigCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Command command = new("check-config", "Prints the configuration in force and everything wrong with it.");
        SharedOptions shared = new(command);
        command.SetAction(parsed => Run(shared.Load(parsed)));
        return command;
    }

    private static int Run(DaemonConfiguration configuration)
    {
        IReadOnlyList<string> errors = DaemonSettings.Check(configuration);
        List<EffectiveSetting> settings = [.. DaemonSettings.Effective(configuration)];
        int keyWidth = settings.Max(static setting => setting.Key.Length);
        int valueWidth = Math.Min(48, settings.Max(static setting => setting.Value.Length));
        Console.Out.WriteLine($"# file: {configuration.File ?? "none found"}");
        foreach (EffectiveSetting setting in settings)
        {
            string value = setting.Value.Length == 0 ? "\"\"" : setting.Value;
            Console.Out.WriteLine($"{setting.Key.PadRight(keyWidth)} = {value.PadRight(valueWidth)}  # {setting.Source}");
        }

        if (errors.Count == 0)
        {
            Console.Error.WriteLine("The configuration is valid.");
            return ExitCode.Success;
        }

        Console.Error.WriteLine(ErrorText.OfConfiguration(new ConfigurationException(errors)));
        return ExitCode.Configuration;
    }
}
