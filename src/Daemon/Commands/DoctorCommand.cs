using System.CommandLine;
using PaDeNer.Daemon.Commands.Diagnosis;
using PaDeNer.Daemon.Configuration;

namespace PaDeNer.Daemon.Commands;

/// <summary><c>padener doctor</c>: looks at everything the daemon needs.</summary>
internal static class DoctorCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Command command = new("doctor", "Looks at everything the daemon needs and names fixes.");
        SharedOptions shared = new SharedOptions(command)
            .Named(command, "--model", "Model:Path", "FILE", "The GGUF model file, or 'default' or 'small' for those that come along.")
            .Named(command, "--labels", "Model:Labels", "A,B", "Labels, or a label file.")
            .Named(command, "--backend", "Model:Backend", "cpu|cuda", "What computes.")
            .Named(command, "--bootstrap-servers", "Kafka:BootstrapServers", "HOST:PORT,...", "The Kafka brokers to start from.");
        command.SetAction(parsed => Run(shared.Load(parsed)));
        return command;
    }

    private static int Run(DaemonConfiguration configuration)
    {
        Checkup checkup = new(Console.Out);
        bool clientLoads = VersionCheck.Run(checkup);
        ConfigurationCheckup.Run(checkup, configuration);
        StateDirectoryCheck.Run(checkup, configuration);
        ModelCheck.Run(checkup, configuration);
        BrokerCheck.Run(checkup, configuration, clientLoads);
        return checkup.Conclude() ? ExitCode.Success : ExitCode.Failure;
    }
}
