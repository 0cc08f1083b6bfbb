using PaDeNer.Batching.Admission;
using PaDeNer.Streaming.Ingress;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Logging;
using PaDeNer.Testing.Streams;
using PaDeNer.Testing.Time;

namespace PaDeNer.Streaming.Tests.Ingress;

public sealed class PartitionFlowControlTests
{
    private readonly ScriptedSource _source = new();
    private readonly Assignment _assignment = new();
    private readonly RecordingObserver _observer = new();
    private readonly ManualTimeProvider _time = new();
    private readonly KeptLog<PartitionFlowControlTests> _log = new();
    private readonly PartitionFlowControl _flowControl;

    public PartitionFlowControlTests()
    {
        _flowControl = new PartitionFlowControl(_source, _assignment, 4, 10_000, _observer, _time, _log);
        _assignment.Assign([Given.Partition(0), Given.Partition(1)]);
    }

    [Fact]
    public void A_partition_that_holds_too_much_is_paused_alone_and_resumed_at_half()
    {
        Receive(0, 3);
        Receive(1, 1);
        Steer();
        Assert.Empty(_source.Calls);
        Receive(0, 1, from: 3);
        Steer();
        Steer();
        Assert.Equal(["pause documents/0"], _source.Calls);
        Assert.True(Held(0).IsPaused);
        Commit(0, 1);
        Steer();
        Assert.Single(_source.Calls);
        Commit(0, 2);
        Steer();
        Assert.Equal(["pause documents/0", "resume documents/0"], _source.Calls);
    }

    [Fact]
    public void Results_that_wait_for_the_head_count_in_bytes()
    {
        Receive(0, 1);
        JobTicket follower = _assignment.Receive(Given.Record(1), 0)!.Value;
        Steer();
        Assert.Empty(_source.Calls);
        _assignment.Ledger.TryFinish(Given.Found(follower, Given.Document(new string('x', 6000))), out _);
        Assert.Equal(12_000, _assignment.Ledger.Load.Bytes);
        Steer();
        Assert.Equal(["pause documents/0"], _source.Calls);
        _assignment.Drop([Given.Partition(0)]);
        Assert.Equal(0, _assignment.Ledger.Load.Bytes);
    }

    [Fact]
    public void A_partition_alone_has_everything()
    {
        _assignment.Drop([Given.Partition(1)]);
        Receive(0, 10);
        Steer();
        Assert.Empty(_source.Calls);
    }

    [Fact]
    public void A_halted_partition_stays_paused_until_it_is_assigned_again()
    {
        Receive(0, 1);
        Halt(0, 0);
        Steer();
        Steer();
        Assert.Equal(["pause documents/0"], _source.Calls);
        Assert.Equal(["halted 1"], _observer.Heard);
        _assignment.Assign([Given.Partition(0)]);
        Assert.False(Held(0).IsPaused);
        Steer();
        Assert.False(Held(0).IsPaused);
        Assert.Equal(["pause documents/0"], _source.Calls);
        Assert.Equal(["halted 1", "halted 0"], _observer.Heard);
    }

    [Fact]
    public void People_are_told_of_a_halt_every_minute_and_at_once_where_a_new_assignment_halts_again()
    {
        Receive(0, 1);
        Halt(0, 0);
        Steer();
        Steer();
        Assert.Equal(1, HaltsTold());
        _time.Advance(TimeSpan.FromMinutes(1));
        Steer();
        Assert.Equal(2, HaltsTold());
        _assignment.Assign([Given.Partition(0)]);
        Steer();
        Assert.Equal(2, HaltsTold());
        Receive(0, 1);
        Halt(0, 0);
        Steer();
        Assert.Equal(3, HaltsTold());
    }

    [Fact]
    public void A_partition_that_comes_back_is_judged_by_what_it_has_now()
    {
        Receive(0, 4);
        Steer();
        _assignment.Drop([Given.Partition(0)]);
        _assignment.Assign([Given.Partition(0)]);
        Steer();
        Receive(0, 3);
        Steer();
        Assert.Equal(["pause documents/0"], _source.Calls);
        Receive(0, 1, from: 3);
        Steer();
        Assert.Equal(["pause documents/0", "pause documents/0"], _source.Calls);
    }

    private void Steer()
    {
        _time.Advance(TimeSpan.FromMilliseconds(6));
        _flowControl.Steer(_assignment.Ledger.Load);
    }

    private AssignedPartition Held(int partition) => _assignment.Find(Given.Partition(partition))!;

    private void Halt(int partition, long offset) =>
        _assignment.Halt(new HaltedPartition(new SourcePosition(Given.Partition(partition), offset, Held(partition).Epoch), "too large"));

    private int HaltsTold() => _log.Lines.Count(static line => line.Contains("stands still", StringComparison.Ordinal));

    private void Receive(int partition, int count, long from = 0)
    {
        for (long offset = from; offset < from + count; offset++)
        {
            Assert.NotNull(_assignment.Receive(Given.Record(offset, partition, Held(partition).Epoch.Value), 0));
        }
    }

    private void Commit(int partition, long next)
    {
        // Tickets follow the order of receipt: those of partition 0 are 1, 2, 3 and 5 here.
        _assignment.Ledger.TryFinish(Given.Faulted(new JobTicket(next)), out _);
        _assignment.Committed(new CommitWatermark(Given.Partition(partition), Held(partition).Epoch, next));
    }
}
