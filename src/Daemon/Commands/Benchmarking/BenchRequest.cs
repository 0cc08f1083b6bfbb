using PaDeNer.Benchmarking.Suites;

namespace PaDeNer.Daemon.Commands.Benchmarking;

/// <summary>What the command line asks for.</summary>
/// <param name="Data">The folder of datasets.</param>
/// <param name="Datasets">Only these; all where empty.</param>
/// <param name="Quick">Whether a few minutes have to do.</param>
/// <param name="Documents">Documents of each dataset; null for what <paramref name="Quick"/> says.</param>
/// <param name="Seed">Draws the documents.</param>
/// <param name="Json">Where the report for programs goes; null for nowhere.</param>
/// <param name="Report">Folder for the page and its pictures; null for none.</param>
/// <param name="Quiet">Whether nothing but errors goes to standard error.</param>
/// <param name="WithServing">Whether load and llama-server are measured in a quick run too.</param>
internal sealed record BenchRequest(
    string Data, IReadOnlyList<string> Datasets, bool Quick, int? Documents, int Seed, string? Json, string? Report, bool Quiet, bool WithServing = false)
{
    /// <summary>Where a profile of the device goes, for <c>padener plan</c>; null for nowhere.</summary>
    public string? RecordProfile { get; init; }

    /// <summary>How much is measured. Fewer documents than usual also make the runs with many in flight shorter.</summary>
    public BenchSettings Settings
    {
        get
        {
            BenchSettings settings = (Quick ? BenchSettings.Quick : BenchSettings.Full) with { Seed = Seed };
            return Documents is { } documents
                ? settings with
                {
                    Documents = documents,
                    ThroughputDocuments = Math.Max(1, (int)Math.Min(int.MaxValue, (long)settings.ThroughputDocuments * documents / settings.Documents)),
                }
                : settings;
        }
    }

    /// <summary>How much is measured under load; null for nothing.</summary>
    public ServingSettings? Serving => Quick
        ? WithServing ? ServingSettings.Quick with { Seed = Seed } : null
        : ServingSettings.Full with { Seed = Seed };

    /// <summary>What is wrong with the request; null where nothing is.</summary>
    public string? Problem()
    {
        if (!Directory.Exists(Data))
        {
            return $"there is no folder {Data} of datasets. Name one with --data DIR: a folder per dataset, each with test.jsonl or dev.jsonl.";
        }

        string[] there = [.. BenchData.Files(Data).Select(static file => file.Name)];
        if (there.Length == 0)
        {
            return $"{Data} holds no dataset: a folder with test.jsonl or dev.jsonl.";
        }

        return Datasets.FirstOrDefault(name => !there.Contains(name)) is { } unknown
            ? $"{Data} holds no dataset {unknown}; there are {string.Join(", ", there)}."
            : File.Exists(Report) ? $"--report {Report} is a file; it wants a folder, which is made where there is none."
            : RecordProfile is not null && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(RecordProfile))) ? $"there is no folder to write {RecordProfile} to (--record-profile)."
            : null;
    }
}
