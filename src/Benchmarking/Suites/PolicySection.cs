using System.Text;
using System.Text.Json;
using PaDeNer.Benchmarking.Reports;
using static PaDeNer.Benchmarking.Reports.BenchTable;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>The section on the order of documents.</summary>
internal static class PolicySection
{
    public static ReportSection Of(IReadOnlyList<PolicyPoint> points, TimeSpan objective, string dataset)
    {
        StringBuilder text = new();
        text.AppendLine($"""
            On {dataset}, Poisson arrivals, the same for all; each document is due {Number(objective.TotalMilliseconds)} ms after its arrival. Nothing is
            shed: with `late-last` those that are late are done after those that are not, so their latency is longer than in order of arrival. Documents of a
            benchmark have no order among each other. The daemon's results of a partition leave in order and wait for each other, which leaves less to
            choose, with few partitions hardly anything ([scheduling.md](design/scheduling.md#simulation)).

            """);
        BenchTable table = new("order, load as a share of saturation", "on time", "p50, ms", "p95, ms", "p99, ms");
        foreach (PolicyPoint point in points)
        {
            table.Row(
                $"`{point.Result.System}`, {Percent(point.Load)}",
                Percent(point.OnTime),
                Number(point.Result.Latency.P50),
                Number(point.Result.Latency.P95),
                Number(point.Result.Latency.P99));
        }

        text.Append(table);
        return new ReportSection("Order of documents", text.ToString(), [], JsonSerializer.Serialize(points));
    }
}
