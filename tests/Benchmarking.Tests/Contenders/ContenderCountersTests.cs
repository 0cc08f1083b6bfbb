using PaDeNer.Benchmarking.Contenders;

namespace PaDeNer.Benchmarking.Tests.Contenders;

public class ContenderCountersTests
{
    [Fact]
    public void A_difference_is_what_was_spent_in_between()
    {
        ContenderCounters before = new(2, 30, TimeSpan.FromMilliseconds(4), TimeSpan.FromMilliseconds(1), 100);
        ContenderCounters after = new(5, 100, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(3), 164);

        Assert.Equal(new ContenderCounters(3, 70, TimeSpan.FromMilliseconds(6), TimeSpan.FromMilliseconds(2), 64), after - before);
    }
}
