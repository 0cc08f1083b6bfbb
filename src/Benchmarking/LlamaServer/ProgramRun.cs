using System.ComponentModel;
using System.Diagnostics;

namespace PaDeNer.Benchmarking.LlamaServer;

/// <summary>Starts programs and reads their output.</summary>
internal static class ProgramRun
{
    /// <summary>Starts a program with its outputs redirected.</summary>
    /// <exception cref="LlamaServerUnavailableException">It cannot be started.</exception>
    public static Process Start(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        try
        {
            return Process.Start(start) ?? throw new LlamaServerUnavailableException($"{start.FileName} could not be started.");
        }
        catch (Win32Exception error)
        {
            throw new LlamaServerUnavailableException($"{start.FileName} could not be started: {error.Message}", error);
        }
    }

    /// <summary>Runs a program to its end and returns its output. Ends the program where this is cancelled.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> ToEndAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        using Process process = Start(start);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return (process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>The last lines of a program's output, joined to one line.</summary>
    public static string LastLines(string text, int count) =>
        string.Join(' ', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(count));
}
