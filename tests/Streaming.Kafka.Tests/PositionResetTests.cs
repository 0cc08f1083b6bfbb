using PaDeNer.Streaming.Kafka.Source;

namespace PaDeNer.Streaming.Kafka.Tests;

public sealed class PositionResetTests
{
    [Theory]
    [InlineData(5L, 0, 50, 5L)] // 5 to 49 are in flight and still there
    [InlineData(5L, 20, 50, 20L)] // what is below 20 is gone
    [InlineData(5L, -1001, 50, 5L)]
    [InlineData(50L, 0, 50, null)] // all below is committed
    [InlineData(80L, 0, 50, null)] // what was in flight is gone
    [InlineData(5L, 50, 50, null)]
    [InlineData(null, 0, 50, null)]
    public void What_still_exists_and_is_not_committed_is_read_again(long? uncommittedFrom, long low, long read, long? back) =>
        Assert.Equal(back, PositionReset.GoBackTo(uncommittedFrom, low, read));
}
