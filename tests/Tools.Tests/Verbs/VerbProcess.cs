using System.Diagnostics;
using PaDeNer.Daemon.Configuration;

namespace PaDeNer.Tools.Tests.Verbs;

/// <summary>Runs the tools as users do, built as the tests were.</summary>
internal static class VerbProcess
{
    /// <summary>The executable.</summary>
    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, "padener-tools.dll");

    /// <summary>Runs to the end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        ProcessStartInfo start = new("dotnet", ["exec", Executable, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(stop);
        Task<string> error = process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Skips a test that needs a model where there is none to run.</summary>
    public static void RequireModel()
    {
        string model = Path.Combine("models", "padener-en-small.gguf");
        Assert.SkipUnless(InstallationPaths.Find(model) is not null, $"{model} is not there.");
    }
}
