using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Ports;

namespace PaDeNer.Daemon.Commands;

/// <summary><c>padener serve</c>: the production daemon.</summary>
internal static class ServeCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<bool> noKafka = new("--no-kafka") { Description = "Serve HTTP alone. The same as --set Kafka:Enabled=false." };
        Command command = new("serve", "Runs the production daemon between the Kafka topics, and its HTTP API.") { noKafka };
        SharedOptions shared = new SharedOptions(command)
            .Named(command, "--model", "Model:Path", "FILE", "The GGUF model file, or 'default' or 'small' for those that come along.")
            .Named(command, "--labels", "Model:Labels", "A,B", "Labels for documents that name none, or a label file.")
            .Named(command, "--backend", "Model:Backend", "cpu|cuda", "What computes.")
            .Named(command, "--bootstrap-servers", "Kafka:BootstrapServers", "HOST:PORT,...", "The Kafka brokers to start from.");
        command.SetAction((parsed, _) => RunAsync(shared.Load(parsed, parsed.GetValue(noKafka) ? [new("Kafka:Enabled", "false")] : [])));
        return command;
    }

    private static async Task<int> RunAsync(DaemonConfiguration configuration)
    {
        DaemonSettings.Require(configuration);
        using StopSignals signals = new();
        using ILoggerFactory logs = LogSetup.ForDaemon(configuration);
        ILogger logger = logs.CreateLogger("PaDeNer.Daemon");
        ServiceManager manager = new(new SystemdNotifier(), logger);
        manager.Loading();
        try
        {
            await using RunningDaemon daemon = await RunningDaemon.StartAsync(configuration, logs, signals.Stop).ConfigureAwait(false);
            return await ServeAsync(daemon, configuration, signals, manager, logger).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            return ExitCode.Success; // stopped before it had started
        }
        catch (Exception failure) when (ErrorText.IsExpected(failure) || failure is ConfigurationException)
        {
            logger.StartFailed(failure.Message);
            return failure is ConfigurationException wrong ? (wrong.IsUsage ? ExitCode.Usage : ExitCode.Configuration)
                : failure is StreamFailureException { IsFenced: true } ? ExitCode.Fenced
                : ExitCode.Failure;
        }
    }

    private static async Task<int> ServeAsync(RunningDaemon daemon, DaemonConfiguration configuration, StopSignals signals, ServiceManager manager, ILogger logger)
    {
        using ServiceProvider options = DaemonSettings.Options(configuration);
        foreach ((string name, string value) in Banner.Before(options.Get<KafkaOptions>()).Concat(Banner.After(daemon.Extractor)))
        {
            logger.Fact(name, value);
        }

        logger.DaemonStarted(daemon.Address);
        if (daemon.ApiAddress is { } api)
        {
            logger.ApiStarted(api);
        }

        manager.Ready(daemon.Address);
        using CancellationTokenSource ended = new();
        Task reports = daemon.ReportAsync(manager, ended.Token);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(signals.Stop, daemon.Stopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        manager.Stopping();
        logger.Draining(signals.First?.ToString() ?? "A stage failed", options.Get<DrainOptions>().DrainTimeout);
        bool clean = await daemon.StopAsync(signals.Abandon).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        await reports.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return clean ? ExitCode.Success : daemon.IsFenced ? ExitCode.Fenced : daemon.IsStalled ? ExitCode.Stalled : ExitCode.Failure;
    }
}
