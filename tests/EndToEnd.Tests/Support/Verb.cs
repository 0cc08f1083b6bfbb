using System.Diagnostics;
using System.Text;

namespace PaDeNer.EndToEnd.Tests.Support;

/// <summary>Runs the executable as people do.</summary>
internal static class Verb
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Why nothing that decodes can run here; null where it can.</summary>
    public static string? WhyNoModel => ModelFile is null ? "there is no models/padener-en-small.gguf above the tests" : null;

    /// <summary>The default model.</summary>
    public static string? ModelFile => Above(Path.Combine("models", "padener-en-small.gguf"));

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<VerbResult> RunAsync(string? input, params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading its input; what it says tells why.
        }

        using CancellationTokenSource limit = new(Patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return new VerbResult(process.ExitCode, await output, await error);
    }

    /// <summary>Starts a verb; the caller ends it.</summary>
    public static Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        foreach (string argument in (string[])["exec", Path.Combine(AppContext.BaseDirectory, "padener.dll"), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static string? Above(string relative)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, relative);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
