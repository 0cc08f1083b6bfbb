using System.CommandLine;
using PaDeNer.Daemon.Commands;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Hosting;

namespace PaDeNer.Tools.Benchmarking;

/// <summary><c>padener bench</c>: ours beside others, on the same machine and model.</summary>
internal static class BenchCommand
{
    /// <summary>Where the paper's datasets lie beside some clones.</summary>
    private static readonly string PaperData = Path.Combine("..", "shared", "data", "paper");

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<string?> data = new("--data") { Description = $"The folder of datasets, each a folder with test.jsonl or dev.jsonl. Default: {PaperData} where there is one, else the samples that come with padener.", HelpName = "DIR" };
        Option<string?> datasets = new("--datasets") { Description = "Only these datasets.", HelpName = "A,B" };
        Option<bool> quick = new("--quick") { Description = "A few minutes instead of as long as it takes: fewer documents and rounds." };
        Option<bool> serving = new("--serving") { Description = "With --quick too: the baselines under load, and llama-server, which is set up from Debian sid (root, network, a minute)." };
        Option<int?> documents = NumberOption.Whole("--documents", "N", "Documents of each dataset.", least: 1);
        Option<int?> seed = NumberOption.Whole("--seed", "N", "Draws the documents. Default: 1.");
        Option<string?> json = new("--json") { Description = "Write the report for programs there.", HelpName = "FILE" };
        Option<string?> report = new("--report") { Description = "Write performance.md and its pictures there.", HelpName = "DIR" };
        Option<string?> profile = new("--record-profile") { Description = "Write what our steps took there, as a profile for padener plan.", HelpName = "FILE" };
        Option<bool> quiet = new("--quiet", "-q") { Description = "No progress." };
        Command command = new("bench", "Measures the daemon beside other ways of doing the same work.") { data, datasets, quick, serving, documents, seed, json, report, profile, quiet };
        SharedOptions shared = new SharedOptions(command)
            .Named(command, "--model", "Model:Path", "FILE", "The GGUF model file, or 'default' or 'small' for those that come along.")
            .Named(command, "--backend", "Model:Backend", "cpu|cuda", "What computes.")
            .Named(command, "--decoding", "Model:Decoding", "auto|free|verbatim", "How our mentions are decoded.");
        command.SetAction((parsed, _) =>
        {
            (string folder, bool isSample) = BenchData.Choose(parsed.GetValue(data), PaperData, AnnotatedSamples.Folder);
            BenchRequest request = new(
                folder,
                parsed.GetValue(datasets)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
                parsed.GetValue(quick),
                parsed.GetValue(documents),
                parsed.GetValue(seed) ?? 1,
                parsed.GetValue(json),
                parsed.GetValue(report),
                parsed.GetValue(quiet),
                parsed.GetValue(serving))
            {
                RecordProfile = parsed.GetValue(profile),
                IsSample = isSample,
            };
            return RunAsync(request, shared.Load(parsed));
        });
        return command;
    }

    private static async Task<int> RunAsync(BenchRequest request, DaemonConfiguration configuration)
    {
        if (request.Problem() is { } problem)
        {
            await Console.Error.WriteLineAsync($"padener bench: {problem}").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        using StopSignals signals = new();
        try
        {
            return await BenchRun.RunAsync(request, configuration, signals.Stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("padener bench: stopped, nothing is reported").ConfigureAwait(false);
            return ExitCode.Interrupted;
        }
    }
}
