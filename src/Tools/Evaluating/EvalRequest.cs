using PaDeNer.Daemon.Commands;
using PaDeNer.Training.Datasets;

namespace PaDeNer.Tools.Evaluating;

/// <summary>What the command line asks for.</summary>
/// <param name="Data">The annotated file; null where predictions are scored.</param>
/// <param name="Predictions">The file of predictions made elsewhere; null where the model is asked.</param>
/// <param name="Format">How the annotated file is written.</param>
/// <param name="Limit">Texts to look at, from the first; null for all.</param>
/// <param name="CountAdjustment">What is added to each count.</param>
/// <param name="Json">Whether the report is JSON.</param>
/// <param name="Report">Folder for pictures and the report as JSON; null for none.</param>
/// <param name="Quiet">Whether nothing but errors goes to standard error.</param>
internal sealed record EvalRequest(
    string? Data, string? Predictions, DatasetFormat Format, int? Limit, int CountAdjustment, bool Json, string? Report, bool Quiet)
{
    /// <summary>Whether no data was named and <see cref="Data"/> is the sample that comes with the daemon.</summary>
    public bool IsSample { get; init; }

    /// <summary>The file that is read.</summary>
    public string Input => Data ?? Predictions!;

    /// <summary>The file, as reports name it.</summary>
    public string InputName => IsSample ? AnnotatedSamples.EvalPlace : Input;

    /// <summary>What is wrong with the request; null where nothing is.</summary>
    public string? Problem()
    {
        if ((Data is null) == (Predictions is null))
        {
            return "name either an annotated file (--data) or predictions made elsewhere (--predictions).";
        }

        if (IsSample && Format != DatasetFormat.JsonLines)
        {
            return "--format says how an annotated file is written; name the file (--data).";
        }

        if (Predictions is not null && CountAdjustment != 0)
        {
            return "--perturb-count asks the model with other counts, and --predictions asks no model.";
        }

        return DatasetFile.Problem(Input, Data is null ? "--predictions" : "--data")
            ?? OutputPath.FolderProblem(Report, "--report")
            ?? (Report is null ? null : OutputPath.OverwriteProblem(
                Path.Combine(Report, EvalOutput.ReportFile), $"{EvalOutput.ReportFile} of --report", (Input, Data is null ? "--predictions" : "--data")));
    }
}
