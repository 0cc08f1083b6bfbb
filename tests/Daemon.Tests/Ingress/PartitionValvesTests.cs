using Microsoft.Extensions.Logging.Abstractions;
using PaDeNer.Batching.Admission;
using PaDeNer.Daemon.Ingress;
using PaDeNer.Daemon.Offsets;
using PaDeNer.Daemon.Streams;
using PaDeNer.Daemon.Tests.Streams;
using PaDeNer.Testing.Time;

namespace PaDeNer.Daemon.Tests.Ingress;

public sealed class PartitionValvesTests
{
    private readonly ScriptedSource _source = new();
    private readonly OffsetLedger _ledger = new();
    private readonly RecordingObserver _observer = new();
    private readonly ManualTimeProvider _time = new();
    private readonly PartitionValves _valves;

    public PartitionValvesTests()
    {
        _valves = new PartitionValves(_source, _ledger, 4, 10_000, _observer, _time, NullLogger.Instance);
        _ledger.Assign(Given.Assignment(0));
        _ledger.Assign(Given.Assignment(1));
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
        Assert.True(_valves.IsClosed(Given.Partition(0)));
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
        JobTicket follower = _ledger.Receive(Given.Record(1), 0)!.Value;
        Steer();
        Assert.Empty(_source.Calls);
        _ledger.TryFinish(Given.Found(follower, Given.Document(new string('x', 6000))), out _);
        Assert.Equal(12_000, _ledger.Load.Bytes);
        Steer();
        Assert.Equal(["pause documents/0"], _source.Calls);
        _ledger.Revoke(Given.Partition(0));
        Assert.Equal(0, _ledger.Load.Bytes);
    }

    [Fact]
    public void A_partition_alone_has_everything()
    {
        _ledger.Revoke(Given.Partition(1));
        Receive(0, 10);
        Steer();
        Assert.Empty(_source.Calls);
    }

    [Fact]
    public void A_halted_partition_stays_paused_until_it_is_assigned_again()
    {
        Receive(0, 1);
        _ledger.Halt(new HaltedPartition(new SourcePosition(Given.Partition(0), 0, new AssignmentEpoch(1)), "too large"));
        Steer();
        Steer();
        Assert.Equal(["pause documents/0"], _source.Calls);
        Assert.Equal(["halted 1"], _observer.Heard);
        _ledger.Assign(Given.Assignment(0, 2));
        Steer();
        Assert.Equal(["pause documents/0", "resume documents/0"], _source.Calls);
        Assert.Equal(["halted 1", "halted 0"], _observer.Heard);
    }

    private void Steer()
    {
        _time.Advance(TimeSpan.FromMilliseconds(6));
        _valves.Steer(_ledger.Load);
    }

    private void Receive(int partition, int count, long from = 0)
    {
        for (long offset = from; offset < from + count; offset++)
        {
            Assert.NotNull(_ledger.Receive(Given.Record(offset, partition), 0));
        }
    }

    private void Commit(int partition, long next)
    {
        // Tickets follow the order of receipt: those of partition 0 are 1, 2, 3 and 5 here.
        _ledger.TryFinish(Given.Faulted(new JobTicket(next)), out _);
        _ledger.Commit(new CommitWatermark(Given.Partition(partition), new AssignmentEpoch(1), next));
    }
}
