using System.Diagnostics;
using System.Globalization;
using System.Text;
using PaDeNer.Fuzzing.Coverage;
using PaDeNer.Fuzzing.Loop;
using PaDeNer.Fuzzing.Targets;

namespace PaDeNer.Fuzzing.Running;

/// <summary>The process that executes one target; its code is instrumented.</summary>
internal static class Worker
{
    /// <summary>The file with the input under way.</summary>
    public static string CurrentPath(string output, string target) => Path.Combine(output, target, "current");

    /// <summary>Runs; gives how many kinds of things were found.</summary>
    public static int Run(FuzzRequest request, FuzzTarget target)
    {
        string folder = Path.Combine(request.Output, target.Name);
        Corpus corpus = new(Path.Combine(folder, "corpus"));
        using CurrentInput current = new(CurrentPath(request.Output, target.Name));
        CoverageMap map = new();
        using Watchdog watchdog = new(request.Hang);
        Trial trial = new(target, current, watchdog);
        FuzzLoop loop = new(target, trial, map, corpus, request.Seed);
        Stopwatch time = Stopwatch.StartNew();
        loop.Run(() => request.Time is { } most ? time.Elapsed >= most : trial.Executions >= request.Executions, request.IsBlind);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target.Name}: {trial.Executions} executions, {loop.EdgesAtBegin} edges at the beginning, {map.Edges} at the end, corpus {corpus.Count}, found {loop.Found.Count} ({time.Elapsed.TotalSeconds:0.0} s, {trial.Executions / time.Elapsed.TotalSeconds:0}/s)"));
        foreach (FoundInput found in loop.Found)
        {
            Report(folder, target.Name, found.Input, found.Finding.Kind, found.Finding.Detail);
        }

        return loop.Found.Count;
    }

    /// <summary>Keeps an input that finds something and says where it lies.</summary>
    public static void Report(string folder, string target, byte[] input, string kind, string detail)
    {
        string path = Path.GetFullPath(Path.Combine(folder, "found-" + Corpus.NameOf(input)));
        File.WriteAllBytes(path, input);
        Console.WriteLine($"{target}: found: {kind}");
        Console.WriteLine($"  with the {input.Length} bytes of {path}: {Printable(input)}");
        foreach (string line in detail.Split('\n').Take(12))
        {
            Console.WriteLine($"  {line.TrimEnd()}");
        }
    }

    private static string Printable(byte[] input)
    {
        const int most = 120;
        StringBuilder text = new();
        foreach (byte one in input.Take(most))
        {
            text.Append(one is >= 0x20 and < 0x7F and not (byte)'\\' ? ((char)one).ToString() : one == '\\' ? @"\\" : string.Create(CultureInfo.InvariantCulture, $"\\x{one:X2}"));
        }

        return text.Append(input.Length > most ? "..." : string.Empty).ToString();
    }
}
