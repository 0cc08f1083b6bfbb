namespace PaDeNer.EndToEnd.Tests.Support;

/// <summary>How a verb ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record VerbResult(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of its output.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
