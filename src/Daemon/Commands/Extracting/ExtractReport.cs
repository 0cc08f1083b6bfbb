using System.Globalization;

namespace PaDeNer.Daemon.Commands.Extracting;

/// <summary>What is said on standard error at the end of a run.</summary>
internal static class ExtractReport
{
    /// <summary>Writes it and says how the run ended.</summary>
    public static async Task<int> WriteAsync(ExtractRequest request, ExtractTally tally, BadLine? bad, TimeSpan elapsed)
    {
        foreach (BadLine line in tally.BadLines)
        {
            await Console.Error.WriteLineAsync($"skipped {line}").ConfigureAwait(false);
        }

        if (tally.BadLineCount > tally.BadLines.Count)
        {
            await Console.Error.WriteLineAsync($"and {tally.BadLineCount - tally.BadLines.Count} more").ConfigureAwait(false);
        }

        if (!request.Quiet)
        {
            await Console.Error.WriteLineAsync(Summary(tally, elapsed)).ConfigureAwait(false);
        }

        if (bad is null)
        {
            return ExitCode.Success;
        }

        string source = request.Input == "-" ? "standard input" : request.Input;
        await Console.Error.WriteLineAsync($"padener extract: {source}, {bad}. --skip-bad leaves such lines out.").ConfigureAwait(false);
        return ExitCode.Usage;
    }

    private static string Summary(ExtractTally tally, TimeSpan elapsed)
    {
        string skipped = tally.BadLineCount == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", {tally.BadLineCount:N0} bad lines skipped");
        double rate = tally.Documents / Math.Max(0.001, elapsed.TotalSeconds);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{tally.Documents:N0} documents, {tally.Entities:N0} entities in {elapsed.TotalSeconds:0.0} s ({rate:N0}/s){skipped}");
    }
}
