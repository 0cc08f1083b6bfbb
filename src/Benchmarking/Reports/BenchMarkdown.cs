using System.Globalization;
using System.Text;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;
using static PaDeNer.Benchmarking.Reports.BenchTable;

namespace PaDeNer.Benchmarking.Reports;

/// <summary>Writes a report as a Markdown page. Pure.</summary>
public static class BenchMarkdown
{
    /// <summary>Where the page looks for its pictures.</summary>
    public const string PictureFolder = "images/performance";

    /// <summary>The page.</summary>
    public static string Write(BenchReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        StringBuilder page = new();
        Head(page, report);
        page.AppendLine("## Targets").AppendLine().AppendLine(BenchTargets.Table(report));
        Reasons(page, report);
        Against(page, report.Comparison);
        page.AppendLine("## One document at a time").AppendLine();
        page.AppendLine("Milliseconds per document, median of the rounds; of the two configurations the better one. Engine: share of the time inside `llama_decode`.").AppendLine();
        page.AppendLine($"![Mean latency per document]({PictureFolder}/{BenchPictures.LatencyFile})").AppendLine();
        page.AppendLine(Latency(report.Comparison, report.Comparison.Datasets.Select(static dataset => dataset.Name), report.Comparison.Latency));
        page.AppendLine("## Many documents in flight").AppendLine();
        page.AppendLine("Of the two configurations the better one. Host: share of the lanes' time outside `llama_decode`. Bytes: allocated inside an engine step, and by our lanes' threads per document, all told.").AppendLine();
        page.AppendLine($"![Documents per second]({PictureFolder}/{BenchPictures.ThroughputFile})").AppendLine();
        page.AppendLine(Throughput(report.Comparison.Datasets.Select(static dataset => dataset.Name), report.Comparison.Throughput, ours: false));
        Ablations(page, report.Comparison);
        Sections(page, report.Serving);
        Data(page, report.Comparison);
        page.AppendLine("## Systems under test").AppendLine();
        if (report.Comparison.Dropped.Count > 0)
        {
            page.AppendLine("Engines of several threads that were 3 times as slow as those of one thread while warming up, or more, were not measured:");
            page.AppendLine(string.Join("; ", report.Comparison.Dropped
                .GroupBy(static dropped => (dropped.System, dropped.Configuration))
                .Select(static group => $"{group.Key.System} {group.Key.Configuration}, {Times(group.Average(static dropped => dropped.Factor))} on {group.Count()} occasions")) + ".").AppendLine();
        }

        foreach ((string name, string description) in report.Comparison.Systems)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"- `{name}`: {description}.");
        }

        return page.ToString();
    }

    /// <summary>The tables that a terminal shows at the end of a run.</summary>
    public static string Summary(BenchReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        StringBuilder page = new();
        if (report.Data is { Note: not null } data)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"Data: {Source(data)}.").AppendLine();
        }

        page.AppendLine(Latency(report.Comparison, report.Comparison.Datasets.Select(static dataset => dataset.Name), report.Comparison.Latency));
        Against(page, report.Comparison);
        page.AppendLine(Throughput(report.Comparison.Datasets.Select(static dataset => dataset.Name), report.Comparison.Throughput, ours: false));
        Ablations(page, report.Comparison);
        Sections(page, report.Serving);
        page.AppendLine(BenchTargets.Table(report));
        Reasons(page, report);
        return page.ToString();
    }

    /// <summary>Why targets were missed, and why something was not measured.</summary>
    private static void Reasons(StringBuilder page, BenchReport report)
    {
        if (BenchReasons.List(report) is { Length: > 0 } reasons)
        {
            page.AppendLine("Why targets are missed:").AppendLine().AppendLine(reasons);
        }

        if (report.Serving.LlamaServerReason is { } server)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"llama-server was not measured: {server.TrimEnd('.')}.").AppendLine();
        }
    }

    private static void Sections(StringBuilder page, ServingFigures serving)
    {
        foreach (ReportSection section in serving.Sections)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"## {section.Title}").AppendLine().AppendLine(section.Markdown.TrimEnd()).AppendLine();
        }
    }

    private static void Head(StringBuilder page, BenchReport report)
    {
        MachineDescription machine = report.Machine;
        page.AppendLine("# Performance").AppendLine();
        page.AppendLine("Measured with forced decoding: every system is made to give the annotated answers, token by token, so that steps and");
        page.AppendLine("tokens are those of a perfect model and nobody gains by saying less. How, and why it is fair: [design/benchmarks.md](design/benchmarks.md).").AppendLine();
        page.AppendLine("| | |").AppendLine("|---|---|");
        page.AppendLine(CultureInfo.InvariantCulture, $"| command | `{machine.Command}` |");
        if (report.Data is { } data)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"| data | {Source(data)} |");
        }

        page.AppendLine(CultureInfo.InvariantCulture, $"| date | {machine.Date:yyyy-MM-dd HH:mm} UTC |");
        page.AppendLine(CultureInfo.InvariantCulture, $"| machine | {machine.Processor}, {machine.Cores} cores, {machine.MemoryBytes / (double)(1 << 30):0.0} GiB |");
        page.AppendLine(CultureInfo.InvariantCulture, $"| load before the run | {Number(machine.Load)} |");
        page.AppendLine(CultureInfo.InvariantCulture, $"| system | {machine.System} |");
        page.AppendLine(CultureInfo.InvariantCulture, $"| model | {machine.Model}, SHA-256 `{machine.ModelDigest}` |");
        page.AppendLine(CultureInfo.InvariantCulture, $"| computed by | llama.cpp {machine.Library}, {machine.Device} |").AppendLine();
    }

    private static string Source(DataDescription data) => $"`{data.Folder}`{(data.Note is null ? string.Empty : $", {data.Note}")}";

    private static void Against(StringBuilder page, ComparisonResult comparison)
    {
        page.AppendLine("## Beside the paper's Table 2").AppendLine();
        page.AppendLine("How many times as long as ours each format takes per document, and in brackets what the paper measured for its PaDeLLM-Batch.").AppendLine();
        BenchTable table = new(["", "autoreg-augmented", "autoreg-structured", "padellm-batch"]);
        foreach (DatasetResult dataset in comparison.Datasets)
        {
            PaperFigures? paper = PaperSet.Find(dataset.Name).Latency;
            table.Row(
                dataset.Name,
                $"{Times(comparison.LatencyRatio(dataset.Name, Baselines.Augmented))} ({Times(paper?.AugmentedRatio)})",
                $"{Times(comparison.LatencyRatio(dataset.Name, Baselines.Structured))} ({Times(paper?.StructuredRatio)})",
                Times(comparison.LatencyRatio(dataset.Name, Baselines.Batch)));
        }

        PaperFigures[] papers = [.. comparison.Datasets.Select(static dataset => PaperSet.Find(dataset.Name).Latency).OfType<PaperFigures>()];
        double? augmented = papers.Length == 0 ? null : papers.Average(static paper => paper.Augmented) / papers.Average(static paper => paper.Parallel);
        double? structured = papers.Length == 0 ? null : papers.Average(static paper => paper.Structured) / papers.Average(static paper => paper.Parallel);
        table.Row(
            "mean of the latencies",
            $"{Times(comparison.MeanLatencyRatio(Baselines.Augmented))} ({Times(augmented)})",
            $"{Times(comparison.MeanLatencyRatio(Baselines.Structured))} ({Times(structured)})",
            Times(comparison.MeanLatencyRatio(Baselines.Batch)));
        page.AppendLine(table.ToString());
    }

    private static string Latency(ComparisonResult comparison, IEnumerable<string> datasets, IReadOnlyList<LatencyResult> results)
    {
        BenchTable table = new(["dataset: system", "configuration", "mean", "p50", "p95", "p99", "steps", "tokens", "engine", "over ours"]);
        foreach (string dataset in datasets)
        {
            foreach (string system in results.Where(result => result.Dataset == dataset).Select(static result => result.System).Distinct())
            {
                LatencyResult best = results.Where(result => result.Dataset == dataset && result.System == system).MinBy(static result => result.Latency.Mean)!;
                table.Row(
                    $"{dataset}: {system}",
                    best.Configuration,
                    Number(best.Latency.Mean),
                    Number(best.Latency.P50),
                    Number(best.Latency.P95),
                    Number(best.Latency.P99),
                    Number(best.StepsPerDocument),
                    Number(best.TokensPerDocument),
                    Percent(best.EngineShare),
                    Times(best.Latency.Mean / comparison.BestLatency(dataset, PadenerOptions.DefaultName)?.Latency.Mean));
            }
        }

        return table.ToString();
    }

    private static string Throughput(IEnumerable<string> datasets, IReadOnlyList<ThroughputResult> results, bool ours)
    {
        BenchTable table = new(["dataset: system", "configuration", "documents/s", "steps", "tokens", "rows of a step", "host", "bytes a step", "bytes a document", "ours over it"]);
        foreach (string dataset in datasets)
        {
            ThroughputResult[] here = [.. results.Where(result => result.Dataset == dataset)];
            double? reference = here.Where(static result => result.System == PadenerOptions.DefaultName).Select(static result => (double?)result.DocumentsPerSecond).FirstOrDefault();
            foreach (string system in here.Select(static result => result.System).Distinct())
            {
                ThroughputResult best = here.Where(result => result.System == system).MaxBy(static result => result.DocumentsPerSecond)!;
                table.Row(
                    ours ? system : $"{dataset}: {system}",
                    best.Configuration,
                    Number(best.DocumentsPerSecond),
                    Number(best.StepsPerDocument),
                    Number(best.TokensPerDocument),
                    Number(best.RowsPerStep),
                    Percent(best.HostShare),
                    Number(best.BytesPerStep),
                    Number(best.BytesPerDocument),
                    Times(reference / best.DocumentsPerSecond));
            }
        }

        return table.ToString();
    }

    private static void Ablations(StringBuilder page, ComparisonResult comparison)
    {
        if (comparison.AblationLatency.Count == 0)
        {
            return;
        }

        page.AppendLine("## Ours with one thing changed").AppendLine();
        page.AppendLine("Latency one document at a time, throughput with many in flight. Steps and tokens do not depend on the machine.").AppendLine();
        BenchTable table = new(["dataset: change", "ms", "steps", "tokens", "slower by", "documents/s", "rows of a step", "fewer by"]);
        foreach (LatencyResult result in comparison.AblationLatency)
        {
            LatencyResult reference = comparison.AblationLatency.First(other => other.Dataset == result.Dataset);
            ThroughputResult[] rates = [.. comparison.AblationThroughput.Where(other => other.Dataset == result.Dataset)];
            ThroughputResult? rate = rates.FirstOrDefault(other => other.System == result.System);
            table.Row(
                $"{result.Dataset}: {result.System}",
                Number(result.Latency.Mean),
                Number(result.StepsPerDocument),
                Number(result.TokensPerDocument),
                Times(result.Latency.Mean / reference.Latency.Mean),
                Number(rate?.DocumentsPerSecond),
                Number(rate?.RowsPerStep),
                Times(rates.FirstOrDefault()?.DocumentsPerSecond / rate?.DocumentsPerSecond));
        }

        page.AppendLine(table.ToString());
    }

    private static void Data(StringBuilder page, ComparisonResult comparison)
    {
        page.AppendLine("## What was decoded").AppendLine();
        page.AppendLine("Left out, for all systems alike: texts whose longest prompt with its answer is longer than the model takes, texts that stand in");
        page.AppendLine("a set twice, mentions that do not begin and end where tokens and words do. Generated tokens are laid beside the paper's Table 14, in brackets.").AppendLine();
        BenchTable table = new(["", "documents", "labels", "text tokens", "mentions", "augmented", "structured", "our sequences", "too long", "twice", "mentions out of reach"]);
        foreach (DatasetResult dataset in comparison.Datasets)
        {
            PaperFigures? paper = PaperSet.Find(dataset.Name).Generated;
            table.Row(
                dataset.Name + (dataset.SpelledByCharacter ? " *" : string.Empty),
                Number(dataset.Documents),
                dataset.Labels.ToString(CultureInfo.InvariantCulture),
                Number(dataset.TextTokens),
                Number(dataset.Mentions),
                $"{Number(dataset.Augmented)} ({Number(paper?.Augmented)})",
                $"{Number(dataset.Structured)} ({Number(paper?.Structured)})",
                $"{Number(dataset.Sequence)} ({Number(paper?.Parallel)})",
                dataset.Losses.TextsTooLong.ToString(CultureInfo.InvariantCulture),
                dataset.Losses.TextsRepeated.ToString(CultureInfo.InvariantCulture),
                $"{dataset.Losses.MentionsOutOfReach} of {dataset.Losses.MentionsRead}");
        }

        page.AppendLine(table.ToString());
        if (comparison.Datasets.Any(static dataset => dataset.SpelledByCharacter))
        {
            page.AppendLine("\\* The model's vocabulary spells this script in bytes, three tokens a character, which would favour whoever generates least: us.");
            page.AppendLine("A vocabulary of one token per character stands in for it, for all systems; the numbers are those of ordinary pieces.").AppendLine();
        }
    }
}
