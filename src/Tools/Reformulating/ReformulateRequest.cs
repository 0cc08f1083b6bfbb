using PaDeNer.Daemon.Commands;
using PaDeNer.Training.Datasets;
using PaDeNer.Training.Reformulation;

namespace PaDeNer.Tools.Reformulating;

/// <summary>What the command line asks for.</summary>
/// <param name="Input">The annotated file.</param>
/// <param name="Format">How it is written.</param>
/// <param name="Template">The template's name.</param>
/// <param name="Output">The examples' file, or a dash.</param>
/// <param name="Form">How examples are written.</param>
/// <param name="Labels">The labels to train, or a label file; null for all of the input's.</param>
/// <param name="Quiet">Whether nothing but errors goes to standard error.</param>
internal sealed record ReformulateRequest(
    string Input, DatasetFormat Format, string Template, string Output, ExampleForm Form, string? Labels, bool Quiet)
{
    /// <summary>What is wrong with the files; null where nothing is.</summary>
    public string? Problem()
    {
        return DatasetFile.Problem(Input, "--input")
            ?? (Output == "-" ? null : OutputPath.FileProblem(Output, "--output"))
            ?? OutputPath.OverwriteProblem(Output, "--output", (Input, "--input"), (Labels, "--labels"));
    }
}
