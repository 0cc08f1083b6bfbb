using PaDeNer.Streaming.Formats;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Tests.Formats;

public sealed class LatencyObjectiveTests
{
    [Theory]
    [InlineData("250", 250)]
    [InlineData("86400000", 86400000)]
    [InlineData("0", 1000)]
    [InlineData("-5", 1000)]
    [InlineData("86400001", 1000)]
    [InlineData("1.5", 1000)]
    [InlineData("soon", 1000)]
    [InlineData("99999999999999999999", 1000)]
    public void A_record_may_bring_its_own(string header, int milliseconds) => Assert.Equal(
        TimeSpan.FromMilliseconds(milliseconds),
        LatencyObjective.Of([RecordHeaders.Text("Padener-Latency-Objective-Ms", header)], TimeSpan.FromSeconds(1)));

    [Fact]
    public void Without_a_header_the_setting_counts() => Assert.Equal(TimeSpan.FromSeconds(3), LatencyObjective.Of([], TimeSpan.FromSeconds(3)));
}
