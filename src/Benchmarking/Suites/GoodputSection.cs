using System.Text;
using System.Text.Json;
using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Reports;
using PaDeNer.Benchmarking.Systems;
using static PaDeNer.Benchmarking.Reports.BenchTable;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>The section on saturation and goodput.</summary>
internal static class GoodputSection
{
    /// <summary>Our goodput as shares of our saturation, and over the best other's.</summary>
    public static GoodputShares Shares(IReadOnlyList<GoodputEntry> entries)
    {
        GoodputEntry ours = entries.First(static entry => entry.System == PadenerOptions.DefaultName);
        return new GoodputShares(ours.Goodput[0].Share, ours.Goodput[1].Share, Ratio(entries))
        {
            Objective = ours.Goodput[0].Objective,
            Unloaded = ours.Saturation.Unloaded.Latency,
        };
    }

    /// <summary>Our goodput over the best other's: the smaller ratio of the ways documents arrive. Null where no other had any.</summary>
    public static double? Ratio(IReadOnlyList<GoodputEntry> entries)
    {
        GoodputEntry ours = entries.First(static entry => entry.System == PadenerOptions.DefaultName);
        double lowest = ours.Goodput.Select((goodput, i) =>
            goodput.Rate / entries.Where(entry => entry != ours).Select(entry => entry.Goodput[i].Rate).DefaultIfEmpty().Max()).Min();
        return double.IsFinite(lowest) ? lowest : null;
    }

    public static ReportSection Of(IReadOnlyList<GoodputEntry> entries, string dataset)
    {
        StringBuilder text = new();
        text.AppendLine($"""
            On {dataset}. Saturation: documents per second in a closed loop with 1, 2, 4 ... documents in flight, the highest, and the fewest
            in flight that reach 97 % of it. Goodput: the highest rate of arrivals, found by bisection, at which 99 of 100 documents are
            done within the objective, which is five times the system's own median with one document in flight. Latency counts from the
            scheduled arrival. Bursty: hyperexponential gaps, coefficient of variation 4.

            """);
        BenchTable table = new("system", "saturation, docs/s", "in flight", "objective, ms", "goodput, Poisson", "of saturation", "goodput, bursty", "of saturation");
        foreach (GoodputEntry entry in entries)
        {
            GoodputResult poisson = entry.Goodput[0];
            GoodputResult bursty = entry.Goodput[1];
            table.Row(
                $"`{entry.System}`",
                Number(entry.Saturation.DocumentsPerSecond),
                Number(entry.Saturation.Saturated.InFlight),
                Number(poisson.Objective.TotalMilliseconds),
                Number(poisson.Rate),
                Percent(poisson.Share),
                Number(bursty.Rate),
                Percent(bursty.Share));
        }

        text.Append(table).AppendLine().AppendLine($"![Latency and throughput over documents in flight]({BenchMarkdown.PictureFolder}/{LoadPicture.FileName})");
        text.AppendLine().AppendLine("Latency over documents in flight:").AppendLine().Append(OverInFlight(entries));
        text.AppendLine().AppendLine("Latency over the rate of arrivals; lateness is how late documents were submitted, and is part of their latency:");
        text.AppendLine().Append(OverRate(entries));
        byte[] picture = LoadPicture.Draw([.. entries.Select(static entry => entry.Saturation)]);
        return new ReportSection("Saturation and goodput", text.ToString(), [(LoadPicture.FileName, picture)], JsonSerializer.Serialize(entries));
    }

    private static BenchTable OverInFlight(IReadOnlyList<GoodputEntry> entries)
    {
        BenchTable table = new("system", "in flight", "docs/s", "p50, ms", "p95, ms", "p99, ms", "steps a document", "tokens a document", "host");
        foreach (ClosedLoopResult point in entries.SelectMany(static entry => entry.Saturation.Points))
        {
            table.Row(
                $"`{point.System}`",
                Number(point.InFlight),
                Number(point.DocumentsPerSecond),
                Number(point.Latency.P50),
                Number(point.Latency.P95),
                Number(point.Latency.P99),
                Number(point.StepsPerDocument),
                Number(point.TokensPerDocument),
                Percent(point.HostShare));
        }

        return table;
    }

    private static BenchTable OverRate(IReadOnlyList<GoodputEntry> entries)
    {
        BenchTable table = new("system", "arrivals", "docs/s", "p50, ms", "p99, ms", "within objective", "lateness p99, ms");
        foreach (GoodputResult goodput in entries.SelectMany(static entry => entry.Goodput))
        {
            foreach (OpenLoopResult probe in goodput.Curve)
            {
                table.Row(
                    $"`{probe.System}`",
                    probe.Trace,
                    Number(probe.Rate),
                    Number(probe.Latency.P50),
                    Number(probe.Latency.P99),
                    probe.Meets(goodput.Objective) ? "yes" : "no",
                    Number(probe.Lateness.P99));
            }
        }

        return table;
    }
}
