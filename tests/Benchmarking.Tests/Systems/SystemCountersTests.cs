using PaDeNer.Benchmarking.Systems;

namespace PaDeNer.Benchmarking.Tests.Systems;

public class SystemCountersTests
{
    [Fact]
    public void A_difference_is_what_was_spent_in_between()
    {
        SystemCounters before = new(2, 30, TimeSpan.FromMilliseconds(4), TimeSpan.FromMilliseconds(1), 100);
        SystemCounters after = new(5, 100, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(3), 164);

        Assert.Equal(new SystemCounters(3, 70, TimeSpan.FromMilliseconds(6), TimeSpan.FromMilliseconds(2), 64), after - before);
    }
}
