using System.Text.Json;
using PaDeNer.Benchmarking.LlamaServer;
using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Reports;
using PaDeNer.Benchmarking.Suites;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Testing.Builders;

namespace PaDeNer.Benchmarking.Tests.Suites;

public class ServingSectionTests
{
    [Fact]
    public void Our_goodput_is_set_against_the_best_other_where_it_is_least_ahead()
    {
        GoodputEntry[] entries = [Entry(PadenerOptions.DefaultName, 120, 60), Entry("slow", 20, 10), Entry("fast", 40, 30)];

        Assert.Equal(2, GoodputSection.Ratio(entries));
    }

    [Fact]
    public void There_is_no_ratio_where_no_other_keeps_its_objective_at_any_rate() =>
        Assert.Null(GoodputSection.Ratio([Entry(PadenerOptions.DefaultName, 120, 60), Entry("slow", 0, 0)]));

    [Fact]
    public void Goodput_is_a_share_of_our_own_saturation()
    {
        GoodputShares shares = GoodputSection.Shares([Entry(PadenerOptions.DefaultName, 120, 60), Entry("slow", 60, 30)]);

        Assert.Equal((0.6, 0.3, 2), (shares.Poisson, shares.Bursty, shares.OverBestOther));
        Assert.Equal(40, shares.Objective.TotalMilliseconds);
        Assert.Equal(8, shares.Unloaded.P50);
    }

    [Fact]
    public void Ours_alone_has_goodput_and_nobody_to_compare_it_with()
    {
        GoodputEntry[] alone = [Entry(PadenerOptions.DefaultName, 120, 60)];

        Assert.Null(GoodputSection.Shares(alone).OverBestOther);
        ReportSection section = GoodputSection.Of(alone, "a");
        (string name, byte[] png) = Assert.Single(section.Pictures);
        Assert.Contains($"({BenchMarkdown.PictureFolder}/{name})", section.Markdown, StringComparison.Ordinal);
        Assert.True(PngFile.SizeOf(png).Width > 1000);
    }

    [Fact]
    public void The_number_found_is_held_against_the_best_fixed_one()
    {
        InFlightPoint[] points = [Point(0, 190, 11), Point(2, 150, 4), Point(4, 200, 10), Point(8, 198, 20)];

        InFlightFigures figures = InFlightSuite.Figures([.. points.Select(static point => point with { RoundsApart = 0.12 })]);

        Assert.Equal((0.95, 1.1, 0.12), (figures.Throughput, figures.ServiceTime, figures.RoundsApart));
        Assert.Equal([4, 8], figures.AsGood);
        Assert.Contains("| found by itself | 190 | 0.0 % | 11.0 | 11.0 |", InFlightSection.Of(points, 64, "conll03").Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void The_orders_section_says_who_was_on_time()
    {
        OpenLoopResult result = new(
            "late-last", "poisson", 85, 100, TimeSpan.FromSeconds(1), LatencySummary.OfMilliseconds([8, 9]), LatencySummary.OfMilliseconds([0]), default);

        ReportSection section = PolicySection.Of([new PolicyPoint(0.85, 0.97, result)], TimeSpan.FromMilliseconds(40), "conll03");

        Assert.Contains("| `late-last`, 85.0 % | 97.0 % |", section.Markdown, StringComparison.Ordinal);
        Assert.Contains("40.0 ms", section.Markdown, StringComparison.Ordinal);
        Assert.Equal(0.97, JsonDocument.Parse(section.Json!).RootElement[0].GetProperty("OnTime").GetDouble());
    }

    [Fact]
    public void The_goodput_section_has_every_point_that_was_measured()
    {
        ReportSection section = GoodputSection.Of([Entry(PadenerOptions.DefaultName, 120, 60)], "conll03");

        Assert.Contains("| `ours` | 200 | 4.00 | 40.0 | 120 | 60.0 % | 60.0 | 30.0 % |", section.Markdown, StringComparison.Ordinal);
        Assert.Contains("| `ours` | bursty | 60.0 | 5.00 | 30.0 | yes | 0.50 |", section.Markdown, StringComparison.Ordinal);
        Assert.Equal(120, JsonDocument.Parse(section.Json!).RootElement[0].GetProperty("Goodput")[0].GetProperty("Rate").GetDouble());
    }

    [Fact]
    public void The_peer_section_says_who_is_ahead_and_what_did_not_run()
    {
        LlamaServerResult result = new(
            Measured("ours", 5, 200, 10), Measured("llama-server", 20, 50, 90), Measured("llama-server-tuned", 10, 100, 40), [new RawRate("our libraries", 2, 5000, 700)]);
        LlamaServerTrial failed = new(LlamaServerSettings.Plain(2) with { Description = "with a flag" }, null, "unknown flag");

        ReportSection section = LlamaServerSection.Of(result, [failed], "llama.cpp-tools 1", "conll03");

        Assert.Contains("| `llama-server` | 4.00x | 4.00x | 9.00x |", section.Markdown, StringComparison.Ordinal);
        Assert.Contains("| `llama-server-tuned` | 2.00x | 2.00x | 4.00x |", section.Markdown, StringComparison.Ordinal);
        Assert.Contains("| our libraries | 2.00 | 5,000 | 700 |", section.Markdown, StringComparison.Ordinal);
        Assert.Contains("| with a flag: did not run | – | – | – | – |", section.Markdown, StringComparison.Ordinal);
        Assert.Equal(new LlamaServerRatios(4, 4, 4, 2, 2), result.Ratios);
        Assert.Equal("unknown flag", JsonDocument.Parse(section.Json!).RootElement.GetProperty("Trials")[0].GetProperty("Reason").GetString());
    }

    private static InFlightPoint Point(int number, double rate, double milliseconds) => new(number, rate, Summary(milliseconds, milliseconds));

    private static GoodputEntry Entry(string name, double poisson, double bursty) => new(
        new SaturationResult(name, [Closed(name, 8, 200, 4)]), [Goodput(name, "poisson", poisson), Goodput(name, "bursty", bursty)]);

    private static LlamaServerEntry Measured(string name, double latency, int perSecond, double p99) => new(
        Closed(name, latency, (int)(1000 / latency), 1),
        new SaturationResult(name, [Closed(name, latency, perSecond, 4)]),
        Closed(name, latency, perSecond, 4),
        [Open(name, "poisson", 70, p99), Open(name, "bursty", 70, p99)]);

    private static ClosedLoopResult Closed(string name, double latency, int documents, int inFlight) =>
        new(name, inFlight, documents, TimeSpan.FromSeconds(1), Summary(latency, latency), default);

    private static GoodputResult Goodput(string name, string trace, double rate) =>
        new(name, trace, TimeSpan.FromMilliseconds(40), 200, rate, [Open(name, trace, rate, 30)]);

    private static OpenLoopResult Open(string name, string trace, double rate, double p99) =>
        new(name, trace, rate, 100, TimeSpan.FromSeconds(1), Summary(5, p99), Summary(0.1, 0.5), default);

    private static LatencySummary Summary(double p50, double p99) => new(100, p50, p50, p99, p99, p99);
}
