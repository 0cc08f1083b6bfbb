using PaDeNer.Daemon.Commands;
using PaDeNer.Training.Datasets;

namespace PaDeNer.Tools.Evaluating;

/// <summary>How eval says that its input is wrong.</summary>
internal static class EvalErrors
{
    private const int FaultsSaid = 20;

    /// <summary>Writes the line to standard error and returns the exit code.</summary>
    public static async Task<int> UsageAsync(string text)
    {
        await Console.Error.WriteLineAsync(text).ConfigureAwait(false);
        return ExitCode.Usage;
    }

    /// <summary>A line of the input is wrong.</summary>
    public static Task<int> BadLineAsync(EvalRequest request, DatasetProblem problem) =>
        UsageAsync(DatasetFile.Describe("eval", request.Input, problem));

    /// <summary>Says which texts could not be decoded, and gives the exit code: that of other bad lines where there are any.</summary>
    public static async Task<int> FaultsAsync(EvalRequest request, IReadOnlyList<DatasetProblem> faults)
    {
        foreach (DatasetProblem fault in faults.Take(FaultsSaid))
        {
            await Console.Error.WriteLineAsync(DatasetFile.Describe("eval", request.Input, fault)).ConfigureAwait(false);
        }

        if (faults.Count > FaultsSaid)
        {
            await Console.Error.WriteLineAsync($"and {faults.Count - FaultsSaid} more").ConfigureAwait(false);
        }

        return faults.Count == 0 ? ExitCode.Success : ExitCode.Usage;
    }
}
