using PaDeNer.Daemon.Kafka;
using PaDeNer.Daemon.Streams;
using PaDeNer.Daemon.Tests.Streams;

namespace PaDeNer.Daemon.Tests.Kafka;

public sealed class PositionResetTests
{
    [Theory]
    [InlineData(5L, 0, 50, 5L)] // 5 to 49 are in flight and still there
    [InlineData(5L, 20, 50, 20L)] // what is below 20 is gone
    [InlineData(5L, -1001, 50, 5L)]
    [InlineData(50L, 0, 50, null)] // all below is committed
    [InlineData(80L, 0, 50, null)] // what was in flight is gone
    [InlineData(5L, 50, 50, null)]
    [InlineData(null, 0, 50, null)]
    public void What_still_exists_and_is_not_committed_is_read_again(long? uncommittedFrom, long low, long read, long? back) =>
        Assert.Equal(back, PositionReset.GoBackTo(uncommittedFrom, low, read));

    [Fact]
    public void A_partition_knows_from_where_on_it_is_not_committed()
    {
        HeldPartition held = new(new AssignmentEpoch(1), null);
        held.Expect(3);
        Assert.Null(held.UncommittedFrom);
        held.Read(5);
        held.Read(6);
        Assert.Equal(5, held.UncommittedFrom);
        Assert.Equal(7, held.NextRead);
        held.Committed(6);
        Assert.Equal(6, held.UncommittedFrom);
        Assert.Equal(40, new HeldPartition(new AssignmentEpoch(2), 40).UncommittedFrom);
    }

    [Fact]
    public void A_new_epoch_forgets_what_was_read()
    {
        AssignmentTable table = new();
        PartitionAssignment first = table.Assign(Given.Partition(), null);
        table.Find(Given.Partition())!.Read(9);
        table.Assign(Given.Partition(), null);
        Assert.Null(table.Find(Given.Partition())!.NextRead);
        Assert.False(table.Holds(new CommitWatermark(Given.Partition(), first.Epoch, 10)));
    }
}
