using System.Diagnostics;
using System.Text;
using PaDeNer.Daemon.Commands;
using PaDeNer.Testing.Brokers;

namespace PaDeNer.EndToEnd.Tests.Support;

/// <summary>Runs verbs as people do.</summary>
internal static class Verb
{
    private const string Daemon = "padener.dll";
    private const string Tools = "padener-tools.dll";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Why nothing that decodes can run here; null where it can.</summary>
    public static string? WhyNoModel => ModelFile is null ? "there is no models/padener-en-small.gguf above the tests" : null;

    /// <summary>The default model.</summary>
    public static string? ModelFile => Above(Path.Combine("models", "padener-en-small.gguf"));

    /// <summary>Runs a verb to its end.</summary>
    public static Task<VerbResult> RunAsync(string? input, params string[] arguments) => RunAsync(Start(arguments), input);

    /// <summary>Runs the daemon to its end, whoever's the verb is.</summary>
    public static Task<VerbResult> RunDaemonAsync(params string[] arguments) => RunAsync(Start(Daemon, arguments), null);

    /// <summary>Runs the tools to their end, whoever's the verb is.</summary>
    public static Task<VerbResult> RunToolsAsync(params string[] arguments) => RunAsync(Start(Tools, arguments), null);

    /// <summary>Starts a verb; the caller ends it.</summary>
    public static Process Start(params string[] arguments) => Start(VerbNames.OfTools.Contains(arguments[0]) ? Tools : Daemon, arguments);

    private static async Task<VerbResult> RunAsync(Process started, string? input)
    {
        using Process process = started;
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

    private static Process Start(string executable, string[] arguments)
    {
        // A shell that runs the tests in the background has them ignore interrupts, and their children with them.
        ProcessStartInfo start = new("env")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        foreach ((string name, string value) in ChildProcess.ShortLived)
        {
            start.Environment[name] = value;
        }

        foreach (string argument in (string[])["--default-signal=INT,QUIT", "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, executable), .. arguments])
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
