using Confluent.Kafka;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Kafka.Source;
using PaDeNer.Testing.Logging;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Kafka.Tests;

public sealed class BeginCheckTests
{
    private readonly KeptLog<BeginCheck> _log = new();
    private readonly Queue<Func<long>> _committed = [];

    [Fact]
    public void A_partition_that_begins_before_what_is_committed_goes_there()
    {
        BeginCheck check = Check(OffsetReset.Earliest, static () => 70);
        Assert.Equal(70, check.GoTo(Given.Partition(), 0));
        Assert.Null(check.GoTo(Given.Partition(), 71));
        Assert.Contains("began documents/0 at 0, and it is committed up to 70", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Earliest", 90L, 70L, null)] // what lies between is gone, or was no record
    [InlineData("Latest", 90L, 70L, 70L)] // or the client thought that nothing was committed
    [InlineData("Latest", 50L, 70L, 70L)]
    [InlineData("Earliest", 70L, 70L, null)]
    [InlineData("Latest", 70L, 70L, null)]
    [InlineData("Earliest", 0L, -1001L, null)]
    [InlineData("Latest", 90L, -1001L, null)]
    [InlineData("Error", 69L, 70L, 70L)]
    public void Where_it_begins_instead(string reset, long first, long committed, long? start) =>
        Assert.Equal(start, PositionReset.BeginAt(first, committed, Enum.Parse<OffsetReset>(reset)));

    [Fact]
    public void Until_it_is_known_what_is_committed_the_record_comes_again()
    {
        BeginCheck check = Check(OffsetReset.Earliest, static () => throw new KafkaException(new Error(ErrorCode.Local_TimedOut)), static () => 70);
        Assert.Equal(4, check.GoTo(Given.Partition(), 4));
        Assert.Equal(70, check.GoTo(Given.Partition(), 4));
        Assert.Null(check.GoTo(Given.Partition(), 70));
    }

    [Fact]
    public void It_is_asked_once_an_assignment()
    {
        BeginCheck check = Check(OffsetReset.Earliest, static () => 4, static () => 5);
        Assert.Null(check.GoTo(Given.Partition(), 4));
        Assert.Null(check.GoTo(Given.Partition(), 3));
        Assert.Null(check.GoTo(Given.Partition(1), 3));
        check.Assigned([Given.Partition()]);
        Assert.Equal(5, check.GoTo(Given.Partition(), 4));
    }

    private BeginCheck Check(OffsetReset reset, params Func<long>[] committed)
    {
        foreach (Func<long> one in committed)
        {
            _committed.Enqueue(one);
        }

        BeginCheck check = new(_ => _committed.Dequeue()(), reset, _log);
        check.Assigned([Given.Partition()]);
        return check;
    }
}
