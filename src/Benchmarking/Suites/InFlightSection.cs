using System.Text;
using System.Text.Json;
using PaDeNer.Benchmarking.Reports;
using static PaDeNer.Benchmarking.Reports.BenchTable;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>The section on documents in decoding.</summary>
internal static class InFlightSection
{
    public static ReportSection Of(IReadOnlyList<InFlightPoint> points, int offered, string dataset)
    {
        StringBuilder text = new();
        text.AppendLine($"""
            On {dataset}, {offered} documents waiting or in decoding all the time. Each lane takes as many as it finds worth while, or a fixed number.
            In decoding: from a document's first step to its outcome.

            """);
        BenchTable table = new("documents of a lane", "docs/s", "rounds apart", "in decoding: p50, ms", "p99, ms");
        foreach (InFlightPoint point in points)
        {
            table.Row(
                point.DocumentsInFlight == 0 ? "found by itself" : Number(point.DocumentsInFlight),
                Number(point.DocumentsPerSecond),
                Percent(point.RoundsApart),
                Number(point.ServiceTime.P50),
                Number(point.ServiceTime.P99));
        }

        text.Append(table);
        return new ReportSection("Documents in decoding", text.ToString(), [], JsonSerializer.Serialize(points));
    }
}
