using System.Diagnostics;
using PaDeNer.Fuzzing.Coverage;
using PaDeNer.Fuzzing.Loop;
using PaDeNer.Fuzzing.Targets;

namespace PaDeNer.Fuzzing.Running;

/// <summary>Instruments the readers, then has a process execute each target: what ends such a process is a finding too.</summary>
internal static class FuzzRun
{
    /// <summary>A third of what a machine of 2 GB can spare.</summary>
    private const string HeapLimit = "0x20000000";

    /// <summary>Runs; gives the exit code: 0 where nothing was found, 1 where something was.</summary>
    public static int Run(FuzzRequest request)
    {
        string[] names = request.Target is { } one ? [one] : [.. FuzzTargets.Readers.Select(static target => target.Name)];
        string program = InstrumentedFolder.Make(Path.GetFullPath(Path.Combine(request.Output, "instrumented")));
        int found = names.Count(name => !Execute(program, name, request));
        return found == 0 ? 0 : 1;
    }

    private static bool Execute(string program, string name, FuzzRequest request)
    {
        ProcessStartInfo start = new("dotnet") { UseShellExecute = false, RedirectStandardError = true };
        foreach (string argument in (string[])["exec", program, .. request.OfWorker(name)])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit;
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using Process worker = Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started.");

        // A stack that overflows is printed frame by frame: the first few say it.
        string[] said = worker.StandardError.ReadToEnd().Split('\n', 8);
        worker.WaitForExit();
        switch (worker.ExitCode)
        {
            case 0:
                return true;
            case 1:
                return false;
            default:
                byte[] input = CurrentInput.Read(Worker.CurrentPath(request.Output, name));
                string kind = worker.ExitCode == Watchdog.ExitCode ? "it did not return" : $"the process ended with exit code {worker.ExitCode}";
                Worker.Report(Path.Combine(request.Output, name), name, input, kind, string.Join('\n', said.Take(7)));
                return false;
        }
    }
}
