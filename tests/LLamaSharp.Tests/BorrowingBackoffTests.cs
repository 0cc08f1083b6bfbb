using PaDeNer.Decoding.LLamaSharp;

namespace PaDeNer.LLamaSharp.Tests;

public class BorrowingBackoffTests
{
    private const int Rows = 40;
    private static readonly TimeSpan Own = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void Nothing_is_borrowed_until_it_is_known_what_a_step_of_that_size_takes_alone()
    {
        BorrowingBackoff backoff = new();
        Assert.False(backoff.Allows(Rows, default));
        backoff.Took(Rows, borrowed: false, Own, default);
        backoff.Took(Rows, borrowed: false, Own, default);
        Assert.True(backoff.Allows(Rows, default));
        Assert.False(backoff.Allows(Rows + 20, default));
    }

    [Fact]
    public void Harm_has_it_rest_longer_each_time_but_never_for_good()
    {
        BorrowingBackoff backoff = Trained();
        TimeSpan now = TimeSpan.Zero, last = TimeSpan.Zero;
        for (int time = 0; time < 12; time++)
        {
            backoff.Took(Rows, borrowed: true, Slow, now);
            TimeSpan rest = RestOf(backoff, now);
            Assert.True(rest >= last, $"{rest} after {last}");
            Assert.InRange(rest, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(31));
            (now, last) = (now + rest, rest);
        }

        Assert.True(last > TimeSpan.FromSeconds(29));
    }

    [Fact]
    public void Steps_that_go_well_win_trust_back()
    {
        BorrowingBackoff backoff = Trained();
        TimeSpan now = TimeSpan.Zero;
        for (int time = 0; time < 6; time++)
        {
            backoff.Took(Rows, borrowed: true, Slow, now);
            now += RestOf(backoff, now);
        }

        for (int step = 0; step < 2000; step++)
        {
            backoff.Took(Rows, borrowed: true, Fast, now);
        }

        Assert.True(backoff.Allows(Rows, now));
        backoff.Took(Rows, borrowed: true, Slow, now);
        Assert.InRange(RestOf(backoff, now), TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public void It_is_measured_against_what_a_step_takes_alone_now()
    {
        BorrowingBackoff backoff = Trained();
        for (int step = 0; step < 60; step++)
        {
            backoff.Took(Rows, borrowed: false, Slow, default); // the machine as a whole became slow
        }

        backoff.Took(Rows, borrowed: true, Slow, default);
        Assert.True(backoff.Allows(Rows, default));
    }

    private static BorrowingBackoff Trained()
    {
        BorrowingBackoff backoff = new();
        backoff.Took(Rows, borrowed: false, Own, default);
        backoff.Took(Rows, borrowed: false, Own, default);
        return backoff;
    }

    private static TimeSpan RestOf(BorrowingBackoff backoff, TimeSpan now)
    {
        TimeSpan step = TimeSpan.FromMilliseconds(10);
        TimeSpan until = now;
        while (!backoff.Allows(Rows, until))
        {
            until += step;
        }

        return until - now;
    }
}
