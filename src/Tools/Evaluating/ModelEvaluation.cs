using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PaDeNer.Batching;
using PaDeNer.Daemon.Commands.Extracting;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Training.Datasets;
using PaDeNer.Training.Evaluation;

namespace PaDeNer.Tools.Evaluating;

/// <summary>Asks the model and scores its answers.</summary>
internal static class ModelEvaluation
{
    /// <summary>Reads, decodes, scores, writes.</summary>
    public static async Task<int> RunAsync(EvalRequest request, DaemonConfiguration configuration, CancellationToken stop)
    {
        DaemonSettings.Require(configuration, DaemonSettings.DecodingSections);
        byte[] bytes = await CompressedInput.ReadAllAsync(request.Input, stop).ConfigureAwait(false);
        DatasetReading<Dataset> reading = DatasetReader.Read(bytes, request.Format);
        if (!reading.Succeeded)
        {
            return await EvalErrors.BadLineAsync(request, reading.Problem).ConfigureAwait(false);
        }

        using ILoggerFactory logs = LogSetup.ForResults(configuration);
        using Extractor extractor = ExtractorLoader.Load(configuration, logs, request.CountAdjustment, stop);
        EvalQuestions questions = EvalQuestions.Of(reading.Value, extractor.Labels, request.Limit);
        if (questions.Texts.Count == 0)
        {
            return await EvalErrors.UsageAsync(
                $"padener eval: {request.InputName} has no text for a label that {extractor.Profile.Name} knows; it is annotated for {string.Join(", ", reading.Value.Labels)}.").ConfigureAwait(false);
        }

        await NoteAsync(request, reading.Value, questions, extractor).ConfigureAwait(false);
        return await ScoreAsync(request, configuration, extractor, questions, stop).ConfigureAwait(false);
    }

    private static async Task<int> ScoreAsync(
        EvalRequest request, DaemonConfiguration configuration, Extractor extractor, EvalQuestions questions, CancellationToken stop)
    {
        using ServiceProvider services = DaemonSettings.Options(configuration);
        ExtractionOptions options = services.Get<ExtractionOptions>();

        // Steps wait for documents: what is packed together then depends on the data alone.
        BatchingOptions batching = services.Get<BatchingOptions>().FillingBeforeStep();
        DocumentAssembler assembler = new(new AssemblySettings(
            DeduplicationPolicy.None, ExtractionWords.Ungrounded(options.Ungrounded), options.MinProbability, OverlapPolicy.Allow));
        CountedProgress progress = new("texts", questions.Texts.Count, TimeProvider.System);
        EvalRun run = new(extractor, questions.Texts, assembler, progress);
        long started = TimeProvider.System.GetTimestamp();
        Task decoding = run.RunAsync(batching, TimeProvider.System, stop);
        if (!request.Quiet)
        {
            await progress.ShowAsync(decoding).ConfigureAwait(false);
        }

        await decoding.ConfigureAwait(false);
        double seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        EvaluationReport report = EvaluationReport.Create(questions.Labels, run.Evaluated, ExtractionWords.Deduplication(options.Deduplication), ExtractionWords.Overlap(options.Overlap));
        await EvalOutput.WriteAsync(request, SubjectOf(request, extractor, options, run.Incidents), report).ConfigureAwait(false);
        if (!request.Quiet)
        {
            await Console.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Texts:N0} texts in {seconds:0.0} s ({report.Texts / Math.Max(0.001, seconds):N0}/s)")).ConfigureAwait(false);
        }

        return await EvalErrors.FaultsAsync(request, run.Faults).ConfigureAwait(false);
    }

    private static EvalSubject SubjectOf(EvalRequest request, Extractor extractor, ExtractionOptions options, EvalIncidents incidents) => new()
    {
        Model = extractor.Profile.Name,
        ModelPath = extractor.Facts?.Path,
        Decoding = $"{extractor.Settings.Mode.ToString().ToLowerInvariant()}, template {extractor.TemplateName}, {extractor.Device}",
        Input = request.InputName,
        InputNote = request.IsSample ? AnnotatedSamples.Note : null,
        Limit = request.Limit,
        Deduplication = options.Deduplication,
        Overlap = options.Overlap,
        WindowTokens = extractor.Settings.Limits.WindowTokens,
        WindowOverlap = extractor.Settings.Limits.OverlapTokens,
        MinProbability = options.MinProbability,
        CountAdjustment = request.CountAdjustment,
        Incidents = incidents,
    };

    private static async Task NoteAsync(EvalRequest request, Dataset dataset, EvalQuestions questions, Extractor extractor)
    {
        foreach (string note in request.Quiet ? [] : dataset.Notes.Lines())
        {
            await Console.Error.WriteLineAsync($"note: {note}").ConfigureAwait(false);
        }

        if (request.IsSample && !request.Quiet)
        {
            await Console.Error.WriteLineAsync(AnnotatedSamples.Notice(request.InputName)).ConfigureAwait(false);
        }

        if (questions.Unknown.Count > 0)
        {
            await Console.Error.WriteLineAsync(
                $"note: not asked, because {extractor.Profile.Name} {(extractor.Labels.AreOpen ? "takes no label so long or without words" : "was not trained for it")}: {string.Join(", ", questions.Unknown)}").ConfigureAwait(false);
        }

        if (questions.Skipped > 0 && !request.Quiet)
        {
            await Console.Error.WriteLineAsync($"note: {questions.Skipped} texts are blank or have no label to be asked for; they are left out").ConfigureAwait(false);
        }
    }
}
