using PaDeNer.Benchmarking.Load;

namespace PaDeNer.Benchmarking.Tests.Load;

public class LatencySummaryTests
{
    [Fact]
    public void Percentiles_of_one_to_a_hundred_are_their_ranks()
    {
        LatencySummary summary = LatencySummary.Of([.. Enumerable.Range(1, 100).Reverse().Select(static ms => TimeSpan.FromMilliseconds(ms))]);

        Assert.Equal(new LatencySummary(100, 50.5, 50, 95, 99, 100), summary);
    }

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(0.25, 1)]
    [InlineData(0.26, 2)]
    [InlineData(0.5, 2)]
    [InlineData(0.99, 9)]
    [InlineData(1.0, 9)]
    public void A_percentile_is_a_value_that_was_seen(double share, double expected) =>
        Assert.Equal(expected, LatencySummary.Percentile([1, 2, 4, 9], share));

    [Fact]
    public void One_latency_is_every_percentile()
    {
        LatencySummary summary = LatencySummary.Of([TimeSpan.FromMilliseconds(7)]);

        Assert.Equal(new LatencySummary(1, 7, 7, 7, 7, 7), summary);
    }

    [Fact]
    public void No_latencies_give_zeroes() => Assert.Equal(new LatencySummary(0, 0, 0, 0, 0, 0), LatencySummary.Of([]));
}
