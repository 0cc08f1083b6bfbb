using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PaDeNer.Batching;
using PaDeNer.Daemon.Commands.Demonstration;
using PaDeNer.Daemon.Commands.Extracting;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Streaming.Kafka.Embedded;
using PaDeNer.Streaming.Kafka.Settings;
using Spectre.Console;

namespace PaDeNer.Daemon.Commands;

/// <summary><c>padener demo</c>: the real daemon on an in-process broker.</summary>
internal static class DemoCommand
{
    private const int Partitions = 3;

    /// <summary>
    /// What makes every run give the same, to the last digit. A quantised model reads a document a little otherwise depending on what shares its
    /// micro-batch: here each has its own, and nothing is fed ahead, which goes by how long steps take.
    /// </summary>
    private static readonly (string Key, string Value)[] SameEveryTime = [("Batching:DocumentsInFlight", "1"), ("Extraction:DraftTokens", "0")];

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<bool> keepRunning = new("--keep-running") { Description = "Leave the daemon up and feed a document every second until Ctrl-C." };
        Option<int?> documents = NumberOption.Whole("--documents", "N", "How many documents to stream. Default: every sample once.", least: 1);
        Command command = new("demo", "Shows the daemon at work on sample documents; needs nothing else.") { keepRunning, documents };
        SharedOptions shared = new SharedOptions(command)
            .Named(command, "--model", "Model:Path", "FILE", "The GGUF model file, or 'default' or 'small' for those that come along.")
            .Named(command, "--labels", "Model:Labels", "A,B", "Labels to look for, or a label file.")
            .Named(command, "--backend", "Model:Backend", "cpu|cuda", "What computes.")
            .Named(command, "--decoding", "Model:Decoding", "auto|free|verbatim", "How mentions are decoded.");
        command.SetAction((parsed, _) => RunAsync(parsed, shared, parsed.GetValue(keepRunning), parsed.GetValue(documents)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, SharedOptions shared, bool keepRunning, int? documents)
    {
        using EmbeddedBroker broker = new();
        DaemonConfiguration configuration = shared.Load(parsed, Overrides(broker.BootstrapServers, keepRunning, shared.Load(parsed)));
        DaemonSettings.Require(configuration);
        IReadOnlyList<DemoSample> samples = DemoSample.ReadAll();
        KafkaOptions kafka = KafkaOf(configuration);
        foreach (string topic in (string[])[kafka.InputTopic, kafka.OutputTopic, kafka.DeadLetterTopic])
        {
            broker.CreateTopic(topic, Partitions);
        }

        IAnsiConsole console = ErrorConsole.Create();
        using StopSignals signals = new();
        using ILoggerFactory logs = LogSetup.ForResults(configuration);
        try
        {
            return await StreamAsync(configuration, samples, documents ?? samples.Count, keepRunning, console, signals, logs).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (IOException gone) when (ExtractFiles.IsBrokenPipe(gone))
        {
            return ExitCode.Success;
        }
        catch (Exception failure) when (failure is TimeoutException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync($"padener demo: {failure.Message}").ConfigureAwait(false);
            return ExitCode.Failure;
        }
    }

    private static async Task<int> StreamAsync(
        DaemonConfiguration configuration,
        IReadOnlyList<DemoSample> samples,
        int count,
        bool keepRunning,
        IAnsiConsole console,
        StopSignals signals,
        ILoggerFactory logs)
    {
        KafkaOptions kafka = KafkaOf(configuration);
        console.MarkupLineInterpolated($"[grey]Kafka's in-process test broker is up on {kafka.BootstrapServers}; loading the model[/]");
        await using RunningDaemon daemon = await RunningDaemon.StartAsync(configuration, logs, signals.Stop).ConfigureAwait(false);
        using DemoClient client = new(kafka, kafka.BootstrapServers, Partitions);
        using DemoDisplay display = new(daemon.Extractor.Labels.Default.Select(static label => label.Name));
        DemoRun run = new(daemon, client, display, TimeProvider.System);
        await run.WaitForPartitionsAsync(signals.Stop).ConfigureAwait(false);
        string what = keepRunning ? "a document every second follows" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} documents follow");
        console.MarkupLineInterpolated($"[grey]The daemon reads {kafka.InputTopic} and writes {kafka.OutputTopic}; {what}[/]");
        display.ShowLegend();
        if (keepRunning)
        {
            ShowAddresses(console, daemon.Address, daemon.ApiAddress);
            run.StreamSlowly(samples, signals.Stop);
        }
        else
        {
            run.Stream(DemoSample.Repeat(samples, count), OnTheirWay(configuration, daemon.Extractor), signals.Stop);
        }

        bool clean = await daemon.StopAsync(signals.Abandon).ConfigureAwait(false);
        DemoSummary.Write(console, daemon, run);
        return clean && (keepRunning || !signals.Stop.IsCancellationRequested) ? ExitCode.Success : clean ? ExitCode.Interrupted : ExitCode.Failure;
    }

    /// <summary>
    /// All that differs from production: the broker's address, documents that are decoded each for itself so that every run gives the same, a
    /// port that is in nobody's way unless it is asked for, and shorter fetches, because the test broker answers one that found nothing only when its time is up, where a real one answers as soon as something comes.
    /// </summary>
    private static IEnumerable<KeyValuePair<string, string?>> Overrides(string bootstrapServers, bool keepRunning, DaemonConfiguration asked)
    {
        yield return new("Kafka:BootstrapServers", bootstrapServers);
        yield return new("Kafka:Consumer:fetch.wait.max.ms", DemoClient.FetchWaitMilliseconds.ToString(CultureInfo.InvariantCulture));
        if (!keepRunning)
        {
            yield return new("Http:Port", "0");
            yield return new("Http:Address", "127.0.0.1");
            foreach ((string key, string value) in SameEveryTime)
            {
                EffectiveSetting setting = asked.Explain(key, null);
                if (setting.IsDefault || setting.Source == asked.File)
                {
                    yield return new(key, value);
                }
            }

            yield return new("Api:Enabled", "false");
        }
    }

    private static KafkaOptions KafkaOf(DaemonConfiguration configuration)
    {
        using ServiceProvider options = DaemonSettings.Options(configuration);
        return options.Get<KafkaOptions>();
    }

    /// <summary>As many as the lanes decode at once, and half as many again on their way through Kafka.</summary>
    private static int OnTheirWay(DaemonConfiguration configuration, Extractor extractor)
    {
        using ServiceProvider options = DaemonSettings.Options(configuration);
        return Math.Max(2, extractor.Layout.Lanes * options.Get<BatchingOptions>().FillingBeforeStep().DocumentsInFlight * 3 / 2);
    }

    private static void ShowAddresses(IAnsiConsole console, Uri address, Uri? api)
    {
        if (api is not null)
        {
            console.MarkupLineInterpolated($"  try it       [link]{api}[/]");
        }

        console.MarkupLineInterpolated($"  status page  [link]{address}[/]");
        console.MarkupLineInterpolated($"  metrics      [link]{address}metrics[/]");
        console.MarkupLineInterpolated($"  health       [link]{address}health/ready[/]  [grey]Ctrl-C ends it[/]");
        console.WriteLine();
    }
}
