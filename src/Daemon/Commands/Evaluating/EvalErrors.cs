using PaDeNer.Training.Datasets;

namespace PaDeNer.Daemon.Commands.Evaluating;

/// <summary>How eval says that its input is wrong.</summary>
internal static class EvalErrors
{
    /// <summary>Says it, and gives the exit code.</summary>
    public static async Task<int> UsageAsync(string text)
    {
        await Console.Error.WriteLineAsync(text).ConfigureAwait(false);
        return ExitCode.Usage;
    }

    /// <summary>A line of the input is wrong.</summary>
    public static Task<int> BadLineAsync(EvalRequest request, DatasetProblem problem) =>
        UsageAsync(DatasetFile.Describe("eval", request.Input, problem));
}
