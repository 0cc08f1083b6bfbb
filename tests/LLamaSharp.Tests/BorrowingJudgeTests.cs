using PaDeNer.Decoding.LLamaSharp;

namespace PaDeNer.LLamaSharp.Tests;

public class BorrowingJudgeTests
{
    private const int Rows = 40;
    private static readonly TimeSpan Own = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void Nothing_is_borrowed_until_it_is_known_what_a_step_of_that_size_takes_alone()
    {
        BorrowingJudge judge = new();
        Assert.False(judge.Allows(Rows, default));
        judge.Took(Rows, borrowed: false, Own, default);
        judge.Took(Rows, borrowed: false, Own, default);
        Assert.True(judge.Allows(Rows, default));
        Assert.False(judge.Allows(Rows + 20, default));
    }

    [Fact]
    public void Harm_has_it_rest_longer_each_time_but_never_for_good()
    {
        BorrowingJudge judge = Trained();
        TimeSpan now = TimeSpan.Zero, last = TimeSpan.Zero;
        for (int time = 0; time < 12; time++)
        {
            judge.Took(Rows, borrowed: true, Slow, now);
            TimeSpan rest = RestOf(judge, now);
            Assert.True(rest >= last, $"{rest} after {last}");
            Assert.InRange(rest, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(31));
            (now, last) = (now + rest, rest);
        }

        Assert.True(last > TimeSpan.FromSeconds(29));
    }

    [Fact]
    public void Steps_that_go_well_win_trust_back()
    {
        BorrowingJudge judge = Trained();
        TimeSpan now = TimeSpan.Zero;
        for (int time = 0; time < 6; time++)
        {
            judge.Took(Rows, borrowed: true, Slow, now);
            now += RestOf(judge, now);
        }

        for (int step = 0; step < 2000; step++)
        {
            judge.Took(Rows, borrowed: true, Fast, now);
        }

        Assert.True(judge.Allows(Rows, now));
        judge.Took(Rows, borrowed: true, Slow, now);
        Assert.InRange(RestOf(judge, now), TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public void It_is_measured_against_what_a_step_takes_alone_now()
    {
        BorrowingJudge judge = Trained();
        for (int step = 0; step < 60; step++)
        {
            judge.Took(Rows, borrowed: false, Slow, default); // the machine as a whole became slow
        }

        judge.Took(Rows, borrowed: true, Slow, default);
        Assert.True(judge.Allows(Rows, default));
    }

    private static BorrowingJudge Trained()
    {
        BorrowingJudge judge = new();
        judge.Took(Rows, borrowed: false, Own, default);
        judge.Took(Rows, borrowed: false, Own, default);
        return judge;
    }

    private static TimeSpan RestOf(BorrowingJudge judge, TimeSpan now)
    {
        TimeSpan step = TimeSpan.FromMilliseconds(10);
        TimeSpan until = now;
        while (!judge.Allows(Rows, until))
        {
            until += step;
        }

        return until - now;
    }
}
