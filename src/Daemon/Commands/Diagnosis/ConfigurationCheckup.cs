using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Hosting;

namespace PaDeNer.Daemon.Commands.Diagnosis;

/// <summary>The configuration in force.</summary>
internal static class ConfigurationCheckup
{
    /// <summary>Looks.</summary>
    public static void Run(Checkup checkup, DaemonConfiguration configuration)
    {
        checkup.Section("Configuration");
        checkup.Fact("file", configuration.File ?? "none; built-in defaults, environment and command line apply");
        IReadOnlyList<string> errors = DaemonSettings.Check(configuration);
        foreach (string error in errors)
        {
            checkup.Problem("setting", error, string.Empty);
        }

        if (errors.Count == 0)
        {
            checkup.Good("settings", "valid; 'padener check-config' lists them");
        }
    }
}
