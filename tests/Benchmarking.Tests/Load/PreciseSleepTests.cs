using PaDeNer.Benchmarking.Load;

namespace PaDeNer.Benchmarking.Tests.Load;

public class PreciseSleepTests
{
    [Fact]
    public void A_sleep_is_as_long_as_asked_for_and_none_is_none()
    {
        long start = TimeProvider.System.GetTimestamp();
        PreciseSleep.For(TimeSpan.FromMilliseconds(1.5));

        Assert.True(TimeProvider.System.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(1.5));
        PreciseSleep.For(TimeSpan.Zero);
        PreciseSleep.For(TimeSpan.FromSeconds(-1));
    }
}
