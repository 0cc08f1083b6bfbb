using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Tests.Partitions;

public sealed class AssignedPartitionTests
{
    private readonly AssignedPartition _partition = new(Given.Partition(), new AssignmentEpoch(1));

    [Theory]
    [InlineData(true, true, 50L, null, 50L)] // what is fetched is known best
    [InlineData(true, true, 50L, 60L, 50L)]
    [InlineData(true, true, null, 60L, 60L)] // nothing was seen yet
    [InlineData(true, false, 50L, null, 50L)] // it is paused: what was seen, or answered since
    [InlineData(true, false, 50L, 60L, 60L)]
    [InlineData(true, false, 50L, 40L, 50L)]
    [InlineData(false, false, 50L, null, null)] // nothing was read: what the client remembers may be of an earlier assignment
    [InlineData(false, false, 50L, 40L, 40L)]
    [InlineData(false, false, 50L, -1001L, null)]
    [InlineData(false, true, null, null, null)]
    public void Its_end_is_what_was_seen_or_answered_last_under_this_assignment(bool isRead, bool isFetched, long? seen, long? answered, long? end)
    {
        if (isRead)
        {
            _partition.Read(30);
        }

        _partition.AnsweredEnd = answered;
        Assert.Equal(end, _partition.End(seen, isFetched));
    }

    [Fact]
    public void Reading_goes_on_where_it_was_rewound_to()
    {
        _partition.Read(30);
        _partition.Rewind(10);
        Assert.Equal((10L, 10L, 10L), (_partition.NextRead, _partition.StartedAt, _partition.RewindTo));
        _partition.Rewound();
        _partition.Read(12);
        Assert.Equal((13L, 10L, null), (_partition.NextRead, _partition.StartedAt, _partition.RewindTo));
    }
}
