using Microsoft.Extensions.DependencyInjection;
using PaDeNer.Daemon.Commands;
using PaDeNer.Daemon.Commands.Extracting;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Training.Datasets;
using PaDeNer.Training.Evaluation;
using PaDeNer.Training.Predictions;

namespace PaDeNer.Tools.Evaluating;

/// <summary>Scores predictions that were made elsewhere.</summary>
internal static class PredictionEvaluation
{
    /// <summary>Reads, scores, writes.</summary>
    public static async Task<int> RunAsync(EvalRequest request, DaemonConfiguration configuration, CancellationToken stop)
    {
        DaemonSettings.Require(configuration, ExtractionOptions.SectionName);
        using ServiceProvider services = DaemonSettings.Options(configuration);
        ExtractionOptions options = services.Get<ExtractionOptions>();
        byte[] bytes = await CompressedInput.ReadAllAsync(request.Input, stop).ConfigureAwait(false);
        DatasetReading<PredictedTexts> reading = PredictionReader.Read(bytes, options.MinProbability);
        if (!reading.Succeeded)
        {
            return await EvalErrors.BadLineAsync(request, reading.Problem).ConfigureAwait(false);
        }

        EvaluationReport report = EvaluationReport.Create(
            reading.Value.Labels,
            [.. reading.Value.Texts.Take(request.Limit ?? int.MaxValue)],
            ExtractionWords.Deduplication(options.Deduplication),
            ExtractionWords.Overlap(options.Overlap));
        EvalSubject subject = new()
        {
            Input = request.Input,
            Limit = request.Limit,
            Deduplication = options.Deduplication,
            Overlap = options.Overlap,
            Placed = reading.Value.Placed,
            MinProbability = options.MinProbability,
        };
        await EvalOutput.WriteAsync(request, subject, report).ConfigureAwait(false);
        return ExitCode.Success;
    }
}
