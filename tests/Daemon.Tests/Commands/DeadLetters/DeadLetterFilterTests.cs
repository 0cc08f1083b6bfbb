using PaDeNer.Daemon.Commands.DeadLetters;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Daemon.Tests.Commands.DeadLetters;

public sealed class DeadLetterFilterTests
{
    private static readonly DateTimeOffset Time = new(2025, 11, 29, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nothing_asked_for_is_everything() => Assert.True(new DeadLetterFilter().Matches(Letters.Letter(fault: null, topic: null, key: null, time: null)));

    [Theory]
    [InlineData(true, "no_text")]
    [InlineData(true, "too_large", "no_text")]
    [InlineData(false, "too_large")]
    [InlineData(false, "No_text")]
    public void By_fault(bool meant, params string[] faults) => Assert.Equal(meant, new DeadLetterFilter { Faults = faults }.Matches(Letters.Letter()));

    [Theory]
    [InlineData(true, 0, 1)]
    [InlineData(false, 1, 2)]
    [InlineData(false, -1, 0)]
    public void By_time_from_one_to_before_another(bool meant, int since, int until) => Assert.Equal(
        meant, new DeadLetterFilter { Since = Time.AddMilliseconds(since), Until = Time.AddMilliseconds(until) }.Matches(Letters.Letter()));

    [Theory]
    [InlineData(null)]
    [InlineData(-1L)]
    [InlineData(long.MaxValue)]
    public void What_has_no_time_that_is_a_date_is_not_meant_where_one_is_asked_for(long? time)
    {
        Assert.False(new DeadLetterFilter { Since = DateTimeOffset.MinValue }.Matches(Letters.Letter(time: time)));
        Assert.False(new DeadLetterFilter { Until = DateTimeOffset.MaxValue }.Matches(Letters.Letter(time: time)));
    }

    [Theory]
    [InlineData(true, "a", "a")]
    [InlineData(false, "a", "A")]
    [InlineData(false, "a", "ab")]
    [InlineData(false, "a", null)]
    [InlineData(true, "", "")]
    public void By_key(bool meant, string asked, string? key) =>
        Assert.Equal(meant, new DeadLetterFilter { Key = System.Text.Encoding.UTF8.GetBytes(asked) }.Matches(Letters.Letter(key: key)));

    [Theory]
    [InlineData(true, 2, 40L, 40L)]
    [InlineData(true, 2, 1L, 100L)]
    [InlineData(true, null, 40L, 41L)]
    [InlineData(false, 1, 40L, 40L)]
    [InlineData(false, 2, 41L, 50L)]
    [InlineData(false, 2, 1L, 39L)]
    public void By_where_its_record_was_read(bool meant, int? partition, long from, long to) =>
        Assert.Equal(meant, new DeadLetterFilter { SourcePartition = partition, SourceOffsets = (from, to) }.Matches(Letters.Letter()));

    [Fact]
    public void Everything_asked_for_has_to_hold()
    {
        DeadLetterFilter filter = new() { Faults = ["no_text"], Since = Time, Until = Time.AddDays(1), Key = "a"u8.ToArray(), SourcePartition = 2, SourceOffsets = (40, 40) };

        Assert.True(filter.Matches(Letters.Letter()));
        Assert.False((filter with { Key = "b"u8.ToArray() }).Matches(Letters.Letter()));
    }

    [Theory]
    [InlineData("-1", "x", null)]
    [InlineData("4294967296", "99999999999999999999", null)]
    [InlineData("2", "99999999999", 2)]
    public void Numbers_that_are_none_are_not_known(string partition, string offset, int? read)
    {
        DeadLetter letter = Letters.Letter(
            more: [RecordHeaders.Text(DeadLetterHeaders.RedriveCount, "one"), RecordHeaders.Text(DeadLetterHeaders.HeadersLeftOut, "-3")]);
        DeadLetter strange = new(letter.Record with
        {
            Headers = [RecordHeaders.Text(DeadLetterHeaders.SourcePartition, partition), RecordHeaders.Text(DeadLetterHeaders.SourceOffset, offset)],
        });

        Assert.Equal((0, 0L), (letter.Redrives, letter.HeadersLeftOut));
        Assert.Equal((read, read is null ? null : 99_999_999_999L), (strange.SourcePartition, strange.SourceOffset));
    }
}
