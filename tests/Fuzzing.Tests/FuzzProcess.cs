using System.Diagnostics;

namespace PaDeNer.Fuzzing.Tests;

/// <summary>The fuzzing program in a folder of its own.</summary>
internal sealed class FuzzProcess : IDisposable
{
    /// <summary>Its output folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("padener-fuzz-").FullName;

    /// <summary>Runs it to its end; gives the exit code and what it said.</summary>
    public (int ExitCode, string Output) Run(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["exec", Path.Combine(AppContext.BaseDirectory, "PaDeNer.Fuzzing.dll"), .. arguments, "--output", Folder])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
