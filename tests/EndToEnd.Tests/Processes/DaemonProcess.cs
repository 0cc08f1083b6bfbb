using PaDeNer.Testing.Brokers;

namespace PaDeNer.EndToEnd.Tests.Processes;

/// <summary><c>padener serve</c> as a process, configured by its environment alone.</summary>
internal static class DaemonProcess
{
    public static ChildProcess Start(TestBroker broker, params (string Setting, string Value)[] settings) => Start(broker, serviceManager: null, settings);

    /// <param name="broker">Where its topics are.</param>
    /// <param name="serviceManager">The socket on which systemd would listen; null where there is none.</param>
    /// <param name="settings">Settings beside those that tests need.</param>
    public static ChildProcess Start(TestBroker broker, string? serviceManager, params (string Setting, string Value)[] settings)
    {
        Dictionary<string, string> environment = new()
        {
            ["PADENER__Kafka__BootstrapServers"] = broker.BootstrapServers,
            ["PADENER__Model__Path"] = Repository.Model,
            ["PADENER__Http__Port"] = "0",
            ["PADENER__Api__Port"] = "0",
            ["PADENER__Ingress__MaxRecordBytes"] = "20000",
            // Kafka's shortest: a daemon that was killed holds its partitions no longer than that.
            ["PADENER__Kafka__SessionTimeout"] = "00:00:06",
        };
        if (serviceManager is not null)
        {
            environment["NOTIFY_SOCKET"] = serviceManager;
        }

        foreach ((string setting, string value) in broker.Settings.Concat(settings))
        {
            environment["PADENER__" + setting.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return new ChildProcess("dotnet", ["exec", Repository.Daemon, "serve"], environment);
    }
}
