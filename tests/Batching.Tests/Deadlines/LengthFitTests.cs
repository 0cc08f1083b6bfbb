using PaDeNer.Batching.Deadlines;
using PaDeNer.Testing.Runs;

namespace PaDeNer.Batching.Tests.Deadlines;

public class LengthFitTests
{
    [Fact]
    public void What_texts_of_all_lengths_take_is_learnt_within_its_noise()
    {
        for (int seed = 0; seed < RunLength.Of(20, 500); seed++)
        {
            Random random = new(seed);
            (double seconds, double perRow) = (random.NextDouble() * 0.02, random.NextDouble() * 0.001);
            LengthFit fit = Learnt(random, 800, rows => (seconds + (perRow * rows)) * (0.8 + (0.4 * random.NextDouble())));

            foreach (int rows in new[] { 5, 40, 200 })
            {
                double expected = seconds + (perRow * rows);
                Assert.InRange(fit.Line.At(rows).TotalSeconds, expected * 0.9, expected * 1.1);
            }
        }
    }

    [Fact]
    public void A_machine_that_becomes_slower_is_followed()
    {
        Random random = new(1);
        LengthFit fit = Learnt(random, 800, static rows => 0.004 + (0.0002 * rows));

        Learn(fit, random, 800, static rows => 0.008 + (0.0004 * rows));

        Assert.InRange(fit.Line.At(60).TotalSeconds, 0.030, 0.034);
    }

    [Fact]
    public void Neither_part_is_ever_negative_and_one_length_is_enough_to_begin_with()
    {
        LengthFit fit = new();
        Assert.InRange(fit.Line.At(100), TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(1));
        Assert.True(fit.Line.At(100) > fit.Line.At(10));

        fit.Observe(20, TimeSpan.FromMilliseconds(10));
        fit.Observe(20, TimeSpan.FromMilliseconds(10));
        Assert.Equal(10, fit.Line.At(20).TotalMilliseconds, 0.001);

        // Longer texts that take less, and short ones that take next to nothing.
        fit.Observe(100, TimeSpan.FromMilliseconds(5));
        Assert.True(fit.Line is { Seconds: >= 0, SecondsPerRow: >= 0 });
        LengthFit steep = new();
        steep.Observe(10, TimeSpan.FromMilliseconds(1));
        steep.Observe(100, TimeSpan.FromMilliseconds(100));
        Assert.True(steep.Line is { Seconds: >= 0, SecondsPerRow: > 0 });
    }

    private static LengthFit Learnt(Random random, int documents, Func<int, double> seconds)
    {
        LengthFit fit = new();
        Learn(fit, random, documents, seconds);
        return fit;
    }

    private static void Learn(LengthFit fit, Random random, int documents, Func<int, double> seconds)
    {
        for (int i = 0; i < documents; i++)
        {
            int rows = 1 + (int)(150 * Math.Pow(random.NextDouble(), 2));
            fit.Observe(rows, TimeSpan.FromSeconds(seconds(rows)));
        }
    }
}
