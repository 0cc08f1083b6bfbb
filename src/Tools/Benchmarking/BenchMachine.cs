using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PaDeNer.Benchmarking.Reports;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Streaming.Kafka.Settings;

namespace PaDeNer.Tools.Benchmarking;

/// <summary>What a run is measured on and with.</summary>
internal static class BenchMachine
{
    /// <summary>Describes the machine and the model.</summary>
    public static async Task<MachineDescription> DescribeAsync(LoadedModel model, string device, DateTimeOffset now, CancellationToken stop)
    {
        ModelFacts facts = model.Facts!;
        using FileStream file = File.OpenRead(facts.Path);
        byte[] digest = await SHA256.HashDataAsync(file, stop).ConfigureAwait(false);
        return new MachineDescription(
            Processor(),
            Environment.ProcessorCount,
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSArchitecture}",
            $"{model.Profile.Name} ({Path.GetFileName(facts.Path)}: {facts.Summary})",
            Convert.ToHexStringLower(digest),
            facts.LibraryRelease,
            device,
            Load(),
            now,
            $"padener {string.Join(' ', ShownArguments.Of(Environment.GetCommandLineArgs().Skip(1)))}");
    }

    private static string Processor() =>
        FirstLine("/proc/cpuinfo", static line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[^1].Trim() ?? "unknown processor";

    private static double? Load() =>
        double.TryParse(FirstLine("/proc/loadavg", static _ => true)?.Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double load) ? load : null;

    private static string? FirstLine(string path, Func<string, bool> wanted) => File.Exists(path) ? File.ReadLines(path).FirstOrDefault(wanted) : null;
}

/// <summary>A command line as a report may show it: without secrets. Pure.</summary>
internal static class ShownArguments
{
    private const string Set = "--set=";

    /// <summary>The arguments, secrets hidden.</summary>
    public static IEnumerable<string> Of(IEnumerable<string> arguments) => arguments.Select(static argument =>
    {
        string option = argument.StartsWith(Set, StringComparison.Ordinal) ? Set : string.Empty;
        return argument[option.Length..].Split('=', 2) is [string key, string value] ? $"{option}{key}={SecretSettings.Hide(key.Trim(), value)}" : argument;
    });
}
