using PaDeNer.Daemon.Telemetry;

namespace PaDeNer.Daemon.Tests.Telemetry;

public class LatencyWindowTests
{
    [Fact]
    public void Percentiles_are_values_that_were_seen()
    {
        LatencyWindow window = new(1000);
        foreach (int milliseconds in Enumerable.Range(1, 100))
        {
            window.Add(TimeSpan.FromMilliseconds(milliseconds));
        }

        Assert.Equal([TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(99), TimeSpan.FromMilliseconds(100)], window.Percentiles(50, 99, 100)!);
    }

    [Fact]
    public void Only_the_latest_count()
    {
        LatencyWindow window = new(2);
        foreach (int milliseconds in (int[])[900, 1, 2])
        {
            window.Add(TimeSpan.FromMilliseconds(milliseconds));
        }

        Assert.Equal(TimeSpan.FromMilliseconds(2), window.Percentiles(100)![0]);
    }

    [Fact]
    public void Nothing_seen_is_no_figure() => Assert.Null(new LatencyWindow(5).Percentiles(50));
}
