using System.CommandLine;
using PaDeNer.Daemon.Commands;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Hosting;

namespace PaDeNer.Tools.Evaluating;

/// <summary><c>padener eval</c>: how good a model is, on annotated data.</summary>
internal static class EvalCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<string?> data = new("--data") { Description = "The annotated file; the model is asked. Default: the sample that comes with padener.", HelpName = "FILE" };
        Option<string?> predictions = new("--predictions") { Description = "Predictions made elsewhere, with what is right, as JSON lines; no model is asked.", HelpName = "FILE" };
        Option<string> format = new("--format") { Description = "How the annotated file is written.", DefaultValueFactory = static _ => "jsonl" };
        Option<int?> limit = NumberOption.Whole("--limit", "N", "Look at the first N texts only.", least: 1);
        Option<string?> perturb = new("--perturb-count") { Description = "Tell the model counts that are wrong by one.", HelpName = "-1|+1" };
        Option<bool> json = new("--json") { Description = "The report as JSON." };
        Option<string?> report = new("--report") { Description = "Also write confusion.png, calibration.png and report.json there.", HelpName = "DIR" };
        Option<bool> quiet = new("--quiet", "-q") { Description = "No progress bar and no notes." };
        format.AcceptOnlyFromAmong(DatasetFile.FormatNames);
        perturb.AcceptOnlyFromAmong("-1", "+1");
        Command command = new("eval", "Measures a model on annotated data.") { data, predictions, format, limit, perturb, json, report, quiet };
        SharedOptions shared = new SharedOptions(command)
            .Named(command, "--model", "Model:Path", "FILE", "The GGUF model file, or 'default' or 'small' for those that come along.")
            .Named(command, "--labels", "Model:Labels", "A,B", "Labels, or a label file that says what the model is shown for each.")
            .Named(command, "--backend", "Model:Backend", "cpu|cuda", "What computes.")
            .Named(command, "--decoding", "Model:Decoding", "auto|free|verbatim", "How mentions are decoded.")
            .Named(command, "--dedup", "Extraction:Deduplication", "POLICY", "max-probability, per-occurrence or none.")
            .Named(command, "--overlap", "Extraction:Overlap", "flat|allow", "Whether entities may overlap.")
            .Named(command, "--window", "Extraction:WindowTokens", "N", "Tokens of text decoded at once.")
            .Named(command, "--window-overlap", "Extraction:WindowOverlap", "N", "Tokens by which windows overlap at most.")
            .Named(command, "--min-probability", "Extraction:MinProbability", "P", "Entities less probable are left out, 0 to 1.");
        command.SetAction((parsed, _) =>
        {
            string? named = parsed.GetValue(data);
            string? scored = parsed.GetValue(predictions);
            bool isSample = named is null && scored is null && AnnotatedSamples.EvalFile is not null;
            EvalRequest request = new(
                isSample ? AnnotatedSamples.EvalFile : named,
                scored,
                DatasetFile.FormatOf(parsed.GetValue(format)),
                parsed.GetValue(limit),
                parsed.GetValue(perturb) switch { "-1" => -1, "+1" => 1, _ => 0 },
                parsed.GetValue(json),
                parsed.GetValue(report),
                parsed.GetValue(quiet))
            {
                IsSample = isSample,
            };
            return RunAsync(request, shared.Load(parsed));
        });
        return command;
    }

    private static async Task<int> RunAsync(EvalRequest request, DaemonConfiguration configuration)
    {
        if (request.Problem() is { } problem)
        {
            return await EvalErrors.UsageAsync($"padener eval: {problem}").ConfigureAwait(false);
        }

        using StopSignals signals = new();
        try
        {
            return request.Predictions is null
                ? await ModelEvaluation.RunAsync(request, configuration, signals.Stop).ConfigureAwait(false)
                : await PredictionEvaluation.RunAsync(request, configuration, signals.Stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("padener eval: stopped, nothing was scored").ConfigureAwait(false);
            return ExitCode.Interrupted;
        }
    }
}
