using FsCheck;
using FsCheck.Fluent;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Tests.Records;

public sealed class FinishedOffsetsTests
{
    [Fact]
    public void As_a_text_they_are_lengths_of_what_is_not_finished_and_what_is_by_turns()
    {
        FinishedOffsets finished = FinishedOffsets.Of([new OffsetRun(1002, 1007), new OffsetRun(1008, 1028)], 3);
        Assert.Equal("padener-1;1000;3;2,5,1,20", finished.ToText(1000));
        Assert.Equal(finished.Runs, FinishedOffsets.Read("padener-1;1000;3;2,5,1,20", 1000).Runs);
        Assert.Equal(25, finished.Count);
    }

    [Fact]
    public void A_text_reads_as_what_it_was_made_of()
    {
        Property property = Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            Random random = new(seed);
            long committed = random.NextInt64(1L << 40), next = committed;
            int? leader = random.Next(2) == 0 ? null : random.Next(100);
            HashSet<long> offsets = [];
            List<OffsetRun> runs = [];
            for (int number = random.Next(1, 30); number > 0; number--)
            {
                long from = next + random.Next(4), to = from + 1 + random.Next(5);
                runs.Add(new OffsetRun(from, to));
                offsets.UnionWith(Enumerable.Range(0, (int)(to - from)).Select(one => from + one));
                next = to;
            }

            FinishedOffsets read = FinishedOffsets.Read(FinishedOffsets.Of(runs, leader).ToText(committed), committed);
            return read.LeaderEpoch == leader && read.Count == offsets.Count
                && Enumerable.Range(-2, (int)(next - committed) + 4).All(one => read.Contains(committed + one, leader) == offsets.Contains(committed + one));
        });
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(500), property);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("somebody else's")]
    [InlineData("padener-2;1000;3;2,5")]
    [InlineData("padener-1;1000;x;2,5")]
    [InlineData("padener-1;1000;3;2,-5")]
    [InlineData("padener-1;1000;3;")]
    [InlineData("padener-1;1000;3;2,5;more")]
    [InlineData("padener-1;1000;3;2,5,1,9223372036854775807")]
    [InlineData("padener-1;1000;3;9223372036854775807,9223372036854775807")]
    [InlineData("padener-1;1000;3;9223372036854774807,1")]
    [InlineData("padener-1;1000;3;2,0")]
    public void What_is_none_of_ours_says_nothing(string? text) => Assert.Empty(FinishedOffsets.Read(text, 1000).Runs);

    [Theory]
    [InlineData(999)]
    [InlineData(1001)]
    [InlineData(0)]
    public void What_was_written_with_another_offset_says_nothing(long committed) => Assert.Empty(FinishedOffsets.Read("padener-1;1000;3;2,5", committed).Runs);

    [Fact]
    public void A_record_of_a_later_leader_is_another_one()
    {
        FinishedOffsets finished = FinishedOffsets.Of([new OffsetRun(5, 9)], 3);
        Assert.True(finished.Contains(5, 3));
        Assert.True(finished.Contains(5, 2));
        Assert.True(finished.Contains(5, null));
        Assert.False(finished.Contains(5, 4));
        Assert.True(FinishedOffsets.Of([new OffsetRun(5, 9)], null).Contains(5, 4));
    }
}
