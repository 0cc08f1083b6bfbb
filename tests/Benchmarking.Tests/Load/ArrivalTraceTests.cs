using PaDeNer.Benchmarking.Load;

namespace PaDeNer.Benchmarking.Tests.Load;

public class ArrivalTraceTests
{
    [Fact]
    public void Poisson_gaps_vary_as_much_as_their_mean() => Assert.InRange(Variation(ArrivalTrace.Poisson(100_000, 1)), 0.98, 1.02);

    [Fact]
    public void Bursty_gaps_vary_four_times_as_much() => Assert.InRange(Variation(ArrivalTrace.Bursty(400_000, 1)), 3.9, 4.1);

    [Fact]
    public void The_rate_offered_is_the_rate_asked_for_even_of_short_traces() => Assert.All(
        (ArrivalTrace[])[ArrivalTrace.Poisson(50, 3), ArrivalTrace.Bursty(50, 3)],
        static trace => Assert.Equal(49 / 20.0, trace.Due(49, 20).TotalSeconds, 6));

    [Fact]
    public void Arrivals_are_in_order_and_start_at_once()
    {
        ArrivalTrace trace = ArrivalTrace.Bursty(1000, 5);

        Assert.Equal(0, trace.Times[0]);
        Assert.Equal(trace.Times.Order(), trace.Times);
    }

    [Fact]
    public void A_seed_stands_for_one_trace_and_another_seed_for_another()
    {
        Assert.Equal(ArrivalTrace.Bursty(100, 7).Times, ArrivalTrace.Bursty(100, 7).Times);
        Assert.NotEqual(ArrivalTrace.Bursty(100, 7).Times, ArrivalTrace.Bursty(100, 8).Times);
    }

    private static double Variation(ArrivalTrace trace)
    {
        double[] gaps = [.. trace.Times.Zip(trace.Times.Skip(1), static (first, second) => second - first)];
        double mean = gaps.Average();
        return Math.Sqrt(gaps.Average(gap => (gap - mean) * (gap - mean))) / mean;
    }
}
