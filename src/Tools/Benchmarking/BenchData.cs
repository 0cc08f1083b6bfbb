using PaDeNer.Benchmarking.Workloads;
using PaDeNer.Daemon.Commands.Extracting;
using PaDeNer.Training.Datasets;

namespace PaDeNer.Tools.Benchmarking;

/// <summary>Datasets on disk.</summary>
internal static class BenchData
{
    private static readonly string[] FileNames = ["test.jsonl", "dev.jsonl"];

    /// <summary>Which folder of datasets is read: the one that was named; else the paper's sets, where they lie beside the clone; else the samples.</summary>
    /// <param name="named">The folder that the command line names; null for none.</param>
    /// <param name="beside">Where the paper's sets may lie.</param>
    /// <param name="samples">The samples that come with the daemon; null where they did not come along.</param>
    public static (string Folder, bool IsSample) Choose(string? named, string beside, string? samples) =>
        named is not null ? (named, false)
        : samples is null || Directory.Exists(beside) ? (beside, false)
        : (samples, true);

    /// <summary>Each dataset with the file that is measured on: the paper's first and in its order, then the others by name.</summary>
    public static IReadOnlyList<(string Name, string Path)> Files(string folder)
    {
        string[] known = [.. PaperSet.All.Select(static set => set.Name)];
        return [.. Directory.GetDirectories(folder)
            .Select(static path => (Name: Path.GetFileName(path), Path: FileNames.Select(name => Path.Combine(path, name)).FirstOrDefault(File.Exists)))
            .Where(static entry => entry.Path is not null)
            .Select(entry => (entry.Name, entry.Path!, Order: Array.IndexOf(known, entry.Name)))
            .OrderBy(static entry => entry.Order < 0 ? int.MaxValue : entry.Order)
            .ThenBy(static entry => entry.Name, StringComparer.Ordinal)
            .Select(static entry => (entry.Name, entry.Item2))];
    }

    /// <summary>Reads and draws; datasets of which no document is left are left out.</summary>
    /// <exception cref="IOException">A file cannot be read as a dataset.</exception>
    public static async Task<IReadOnlyList<Workload>> ReadAsync(BenchRequest request, WorkloadBuilder builder, CancellationToken stop)
    {
        List<Workload> workloads = [];
        foreach ((string name, string path) in Files(request.Data).Where(file => request.Datasets.Count == 0 || request.Datasets.Contains(file.Name)))
        {
            DatasetReading<Dataset> reading = DatasetReader.Read(await CompressedInput.ReadAllAsync(path, stop).ConfigureAwait(false), DatasetFormat.JsonLines);
            if (!reading.Succeeded)
            {
                throw new IOException($"{path}, {reading.Problem}");
            }

            if (reading.Value.Labels.Count > 0)
            {
                workloads.Add(builder.Build(PaperSet.Find(name), reading.Value, Math.Max(request.Settings.Documents, request.Settings.ThroughputDocuments), request.Seed));
            }
        }

        return [.. workloads.Where(static workload => workload.Documents.Count > 0)];
    }
}
