using PaDeNer.Benchmarking.Reports;
using PaDeNer.Benchmarking.Suites;
using PaDeNer.Daemon.Commands;

namespace PaDeNer.Tools.Benchmarking;

/// <summary>What the command line asks for.</summary>
/// <param name="Data">The folder of datasets.</param>
/// <param name="Datasets">Only these; all where empty.</param>
/// <param name="Quick">Whether to run the short form, of a few minutes.</param>
/// <param name="Documents">Documents of each dataset; null for what <paramref name="Quick"/> says.</param>
/// <param name="Seed">Draws the documents.</param>
/// <param name="Json">Where the report for programs goes; null for nowhere.</param>
/// <param name="Report">Folder for the page and its pictures; null for none.</param>
/// <param name="Quiet">Whether nothing but errors goes to standard error.</param>
/// <param name="WithOthers">Whether others are put under load in a quick run too, llama-server among them.</param>
internal sealed record BenchRequest(
    string Data, IReadOnlyList<string> Datasets, bool Quick, int? Documents, int Seed, string? Json, string? Report, bool Quiet, bool WithOthers = false)
{
    /// <summary>Where a profile of the device goes, for <c>padener plan</c>; null for nowhere.</summary>
    public string? RecordProfile { get; init; }

    /// <summary>Whether no data was named, so that the samples that come with the daemon are decoded.</summary>
    public bool IsSample { get; init; }

    /// <summary>The data, as reports name it.</summary>
    public DataDescription Source => IsSample ? new(AnnotatedSamples.Place, AnnotatedSamples.Note) : new(Data, null);

    /// <summary>How much is measured. Fewer documents than usual also make the other runs shorter.</summary>
    public BenchSettings Settings
    {
        get
        {
            BenchSettings settings = (Quick ? BenchSettings.Quick : BenchSettings.Full) with { Seed = Seed };
            return Documents is { } documents
                ? settings with
                {
                    Documents = documents,
                    ThroughputDocuments = Scaled(settings.ThroughputDocuments),
                }
                : settings;
        }
    }

    /// <summary>How much is measured under load.</summary>
    public ServingSettings Serving
    {
        get
        {
            ServingSettings settings = Quick
                ? ServingSettings.Quick with { Seed = Seed, WithOthers = WithOthers }
                : ServingSettings.Full with { Seed = Seed };
            return Documents is null
                ? settings
                : settings with
                {
                    Closed = settings.Closed with
                    {
                        WarmUpDocuments = Math.Min(settings.Closed.WarmUpDocuments, Scaled(settings.Closed.WarmUpDocuments)),
                        Documents = Math.Min(settings.Closed.Documents, Scaled(settings.Closed.Documents)),
                    },
                    Arrivals = Math.Clamp(Scaled(settings.Arrivals), 2, settings.Arrivals),
                };
        }
    }

    /// <summary>A number of documents of the other runs, in the proportion in which the request changes the usual one; 1 or more.</summary>
    private int Scaled(int usual) =>
        (int)Math.Clamp((long)usual * (Documents ?? 1) / (Quick ? BenchSettings.Quick : BenchSettings.Full).Documents, 1, int.MaxValue);

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
            : OutputPath.FolderProblem(Report, "--report")
                ?? OutputPath.FileProblem(Json, "--json")
                ?? OutputPath.FileProblem(RecordProfile, "--record-profile")
                ?? BenchData.Files(Data).Select(file => OutputPath.OverwriteProblem(Json, "--json", (file.Path, file.Path))
                    ?? OutputPath.OverwriteProblem(RecordProfile, "--record-profile", (file.Path, file.Path))).FirstOrDefault(static problem => problem is not null);
    }
}
