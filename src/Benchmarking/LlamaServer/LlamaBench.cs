using System.Globalization;
using System.Text.Json;

namespace PaDeNer.Benchmarking.LlamaServer;

/// <summary>llama.cpp's own llama-bench: its build's raw token rates.</summary>
internal static class LlamaBench
{
    /// <summary>Runs it; takes a few seconds with a small model.</summary>
    /// <param name="installation">Where its programs are.</param>
    /// <param name="model">The model's file.</param>
    /// <param name="threads">Threads to compute on.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="LlamaServerUnavailableException">It failed, with what it said.</exception>
    public static async Task<RawRate> MeasureAsync(LlamaServerInstallation installation, string model, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(installation);
        (int exitCode, string output, string error) = await ProgramRun.ToEndAsync(
            installation.Start("llama-bench", model, Arguments(threads)), cancellationToken).ConfigureAwait(false);
        return exitCode == 0
            ? Read(output, $"llama-bench, {installation.Version}", threads)
            : throw new LlamaServerUnavailableException($"llama-bench ended with exit code {exitCode}: {ProgramRun.LastLines(error, 4)}");
    }

    /// <summary>Reads what it prints with <c>-o json</c>: one test of a prompt, one of generation.</summary>
    /// <exception cref="LlamaServerUnavailableException">That is not what it printed.</exception>
    internal static RawRate Read(string output, string build, int threads)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(output);
            double Rate(string size) => document.RootElement.EnumerateArray()
                .First(test => test.GetProperty(size).GetInt32() > 0).GetProperty("avg_ts").GetDouble();
            return new RawRate(build, threads, Rate("n_prompt"), Rate("n_gen"));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new LlamaServerUnavailableException($"llama-bench printed something else than its results: {ProgramRun.LastLines(output, 2)}", error);
        }
    }

    private static string[] Arguments(int threads) =>
    [
        "-p", Text(RawRateParameters.PrefillRows), "-n", Text(RawRateParameters.SingleRows), "-r", Text(RawRateParameters.Repetitions), "-t", Text(threads), "-fa", "1", "-o", "json",
    ];

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
