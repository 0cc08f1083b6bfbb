using PaDeNer.Streaming.Formats;

namespace PaDeNer.Daemon.Commands.Extracting;

/// <summary>What the command line asks for.</summary>
/// <param name="Input">The input file, or a dash.</param>
/// <param name="Output">The output file, or a dash.</param>
/// <param name="Format">What a line is.</param>
/// <param name="NoTiming">Whether timings are left out.</param>
/// <param name="SkipBad">Whether bad lines are left out.</param>
/// <param name="Quiet">Whether nothing but errors goes to standard error.</param>
internal sealed record ExtractRequest(string Input, string Output, InputFormat Format, bool NoTiming, bool SkipBad, bool Quiet)
{
    /// <summary>Whether results are drawn for people.</summary>
    public bool Show { get; init; }

    /// <summary>What is wrong with the files; null where nothing is.</summary>
    public string? Problem()
    {
        if (Input != "-" && !File.Exists(Input))
        {
            return Directory.Exists(Input) ? $"--input {Input} is a folder." : $"there is no file {Input} to read (--input).";
        }

        if (Output != "-" && OutputPath.FileProblem(Output, "--output") is { } problem)
        {
            return problem;
        }

        return OutputPath.OverwriteProblem(Output, "--output", (Input, "--input"));
    }
}
