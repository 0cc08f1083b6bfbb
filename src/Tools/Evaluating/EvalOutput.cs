using PaDeNer.Training.Evaluation;
using PaDeNer.Training.Pictures;

namespace PaDeNer.Tools.Evaluating;

/// <summary>Where a report goes: standard output, and a folder where one is wanted.</summary>
internal static class EvalOutput
{
    /// <summary>The files of a report folder.</summary>
    public const string ConfusionFile = "confusion.png", CalibrationFile = "calibration.png", ReportFile = "report.json";

    /// <summary>Writes a report.</summary>
    public static async Task WriteAsync(EvalRequest request, EvalSubject subject, EvaluationReport report)
    {
        string json = EvalJson.Write(subject, report);
        await Console.Out.WriteLineAsync(request.Json ? json : string.Join(Environment.NewLine, EvalTable.Lines(subject, report))).ConfigureAwait(false);
        if (request.Report is null)
        {
            return;
        }

        Directory.CreateDirectory(request.Report);
        await File.WriteAllBytesAsync(Path.Combine(request.Report, ConfusionFile), ConfusionPicture.Draw(report.Confusion)).ConfigureAwait(false);
        await File.WriteAllBytesAsync(Path.Combine(request.Report, CalibrationFile), CalibrationPicture.Draw(report.Calibration)).ConfigureAwait(false);
        await File.WriteAllTextAsync(Path.Combine(request.Report, ReportFile), json + Environment.NewLine).ConfigureAwait(false);
        if (!request.Quiet)
        {
            await Console.Error.WriteLineAsync(
                $"Written: {string.Join(", ", ((string[])[ConfusionFile, CalibrationFile, ReportFile]).Select(file => Path.Combine(request.Report, file)))}").ConfigureAwait(false);
        }
    }
}
