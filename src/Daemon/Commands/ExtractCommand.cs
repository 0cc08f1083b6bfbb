using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PaDeNer.Batching;
using PaDeNer.Daemon.Commands.Extracting;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Streaming.Egress;
using PaDeNer.Streaming.Formats;
using PaDeNer.Streaming.Ingress;

namespace PaDeNer.Daemon.Commands;

/// <summary><c>padener extract</c>: the same engine over a file.</summary>
internal static class ExtractCommand
{
    /// <summary>Columns of a drawing that goes to a file.</summary>
    private const int DrawingWidth = 100;

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<string> input = new("--input", "-i") { Description = "The documents, one a line; - for standard input.", HelpName = "FILE|-", Required = true };
        Option<string> output = new("--output", "-o") { Description = "The results, one a line; - for standard output.", HelpName = "FILE|-", Required = true };
        Option<string> format = new("--format") { Description = "What a line is; auto looks at the first one.", DefaultValueFactory = static _ => "auto" };
        Option<bool> noTiming = new("--no-timing") { Description = "Leave the timing out: the same input then gives the same bytes." };
        Option<bool> skipBad = new("--skip-bad") { Description = "Leave lines out that cannot be read, list them on standard error, and go on." };
        Option<bool> show = new("--show") { Description = "Draw each text with its entities under it, for people: nested ones as layers. In place of JSON." };
        Option<bool> quiet = new("--quiet", "-q") { Description = "No progress bar and no summary." };
        Option<string?> unit = new("--offset-unit") { Description = "What start and end count. The same as --set Egress:OffsetUnit=..." };
        format.AcceptOnlyFromAmong("auto", "jsonl", "text");
        unit.AcceptOnlyFromAmong("code_point", "utf16", "utf8");
        Command command = new("extract", "Extracts entities from a file, one document a line.") { input, output, format, noTiming, skipBad, show, quiet, unit };
        SharedOptions shared = new SharedOptions(command)
            .Named(command, "--labels", "Model:Labels", "A,B", "Labels for documents that name none, or a label file.")
            .Named(command, "--model", "Model:Path", "FILE", "The GGUF model file, or 'default' or 'small' for those that come along.")
            .Named(command, "--backend", "Model:Backend", "cpu|cuda", "What computes.")
            .Named(command, "--decoding", "Model:Decoding", "auto|free|verbatim", "How mentions are decoded.")
            .Named(command, "--dedup", "Extraction:Deduplication", "POLICY", "max-probability, per-occurrence or none.")
            .Named(command, "--overlap", "Extraction:Overlap", "flat|allow", "Whether entities may overlap.");
        command.SetAction((parsed, _) =>
        {
            IEnumerable<KeyValuePair<string, string?>> overrides = parsed.GetValue(unit) is { } name
                ? [new("Egress:OffsetUnit", name)]
                : [];
            ExtractRequest request = new(
                parsed.GetRequiredValue(input),
                parsed.GetRequiredValue(output),
                parsed.GetValue(format) switch { "jsonl" => InputFormat.Json, "text" => InputFormat.Text, _ => InputFormat.Auto },
                parsed.GetValue(noTiming),
                parsed.GetValue(skipBad),
                parsed.GetValue(quiet))
            {
                Show = parsed.GetValue(show),
            };
            return RunAsync(request, shared.Load(parsed, overrides));
        });
        return command;
    }

    private static async Task<int> RunAsync(ExtractRequest request, DaemonConfiguration configuration)
    {
        DaemonSettings.Require(configuration, [.. DaemonSettings.DecodingSections, EgressOptions.SectionName]);
        if (request.Problem() is { } problem)
        {
            await Console.Error.WriteLineAsync($"padener extract: {problem}").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        using StopSignals signals = new();
        using ILoggerFactory logs = LogSetup.ForResults(configuration);
        ExtractTally tally = new();
        try
        {
            using Extractor extractor = ExtractorLoader.Load(configuration, logs, stop: signals.Stop);
            if (OutputPath.OverwriteProblem(
                request.Output,
                "--output",
                (configuration.File, "the configuration file"),
                (extractor.Facts?.Path, "the model"),
                (configuration.Root["Model:Labels"], "the label file")) is { } overwritten)
            {
                await Console.Error.WriteLineAsync($"padener extract: {overwritten}").ConfigureAwait(false);
                return ExitCode.Usage;
            }

            await using System.IO.Stream raw = ExtractFiles.OpenInput(request.Input);
            (System.IO.Stream input, bool isCompressed) = await CompressedInput.OpenAsync(raw, signals.Stop).ConfigureAwait(false);
            await using System.IO.Stream output = ExtractFiles.OpenOutput(request.Output);
            long started = TimeProvider.System.GetTimestamp();
            Task<BadLine?> run = ExtractRun.RunAsync(
                extractor, SettingsOf(request, configuration, extractor), input, output, tally, TimeProvider.System, signals.Stop);
            if (!request.Quiet)
            {
                await ExtractProgress.ShowAsync(
                    run, tally, ExtractFiles.LengthOf(request.Input), isCompressed ? () => raw.Position : () => tally.Bytes, TimeProvider.System).ConfigureAwait(false);
            }

            BadLine? bad = await run.ConfigureAwait(false);
            return await ExtractReport.WriteAsync(request, tally, bad, TimeProvider.System.GetElapsedTime(started)).ConfigureAwait(false);
        }
        catch (IOException gone) when (ExtractFiles.IsBrokenPipe(gone))
        {
            return ExitCode.Success; // whoever reads has had enough
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"padener extract: stopped after {tally.Documents} documents").ConfigureAwait(false);
            return ExitCode.Interrupted;
        }
    }

    private static ExtractSettings SettingsOf(ExtractRequest request, DaemonConfiguration configuration, Extractor extractor)
    {
        using ServiceProvider options = DaemonSettings.Options(configuration);
        EgressOptions egress = options.Get<EgressOptions>();

        // Steps wait for documents: what is packed together then depends on the input alone.
        BatchingOptions batching = options.Get<BatchingOptions>().FillingBeforeStep();
        return new ExtractSettings
        {
            SkipBad = request.SkipBad,
            Reading = options.Get<IngressOptions>().ReaderSettings() with { Format = request.Format },
            Batching = batching,
            IncludeTiming = egress.IncludeTiming && !request.NoTiming,
            Writer = new EntityWriter(extractor.Identity, egress.OffsetUnit, egress.IncludeText),
            DrawingWidth = !request.Show ? null : request.Output != "-" || Console.IsOutputRedirected ? DrawingWidth : Console.WindowWidth,
        };
    }
}
