using System.Threading.Channels;
using PaDeNer.Batching.Admission;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Runs;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Tests.Partitions;

public sealed class AssignmentTests
{
    private readonly Assignment _assignment = new();

    [Fact]
    public void A_new_epoch_forgets_what_was_read()
    {
        AssignedPartition first = Assign();
        first.Read(9);
        AssignedPartition second = Assign();
        Assert.Null(second.NextRead);
        Assert.Null(_assignment.Find(Given.Partition(), first.Epoch));
        Assert.Empty(Commit(new CommitWatermark(Given.Partition(), first.Epoch, 10)));
    }

    [Fact]
    public void Each_partition_has_an_epoch_of_its_own_and_epochs_only_rise()
    {
        IReadOnlyList<AssignedPartition> both = _assignment.Assign([Given.Partition(0), Given.Partition(1)]);
        _assignment.Drop([Given.Partition(1)]);
        AssignedPartition again = _assignment.Assign([Given.Partition(1)])[0];
        Assert.Equal([1, 2, 3], both.Append(again).Select(static one => one.Epoch.Value));
    }

    [Fact]
    public void Dropping_tells_of_each_partition_what_was_in_flight_and_of_none_that_is_not_ours()
    {
        _assignment.Assign([Given.Partition(0), Given.Partition(1)]);
        _assignment.Receive(Given.Record(5, epoch: 1), 0);
        _assignment.Receive(Given.Record(6, epoch: 1), 0);
        Assert.Equal([0, 2, 0], _assignment.Drop([Given.Partition(1), Given.Partition(0), Given.Partition(2)]));
        Assert.Empty(_assignment.Held);
        Assert.Equal(new LedgerLoad(0, 0), _assignment.Ledger.Load);
    }

    [Fact]
    public void A_partition_halts_once_and_a_new_assignment_goes_on()
    {
        AssignedPartition held = Assign();
        _assignment.Receive(Given.Record(5), 0);
        HaltedPartition halt = new(new SourcePosition(held.Partition, 5, held.Epoch), "too large");
        _assignment.Halt(halt);
        _assignment.Halt(halt with { Reason = "again" });
        Assert.Equal(1, _assignment.Ledger.Halted);
        Assert.Equal(new PartitionLoad(new LedgerLoad(0, 0), halt), _assignment.Ledger.Look(held));

        AssignedPartition next = Assign();
        _assignment.Halt(halt);
        Assert.Equal(0, _assignment.Ledger.Halted);
        Assert.Equal(default, _assignment.Ledger.Look(next));
    }

    [Fact]
    public void Only_what_is_still_ours_is_committed()
    {
        AssignedPartition gone = Assign(0), kept = Assign(1);
        _assignment.Drop([gone.Partition]);
        CommitWatermark mark = new(kept.Partition, kept.Epoch, 7);
        Assert.Equal([mark], Commit(new CommitWatermark(gone.Partition, gone.Epoch, 9), mark));
    }

    [Fact]
    public async Task An_assignment_does_not_end_while_it_is_committed()
    {
        AssignedPartition held = Assign();
        CommitWatermark mark = new(held.Partition, held.Epoch, 7);
        Thread ending = new(() => _assignment.Drop([held.Partition]));
        using SemaphoreSlim answer = new(0);
        Task<CommitResult> commit = Task.Run(
            () => _assignment.CommitHeld([mark], marks =>
            {
                ending.Start();
                answer.Wait(TestContext.Current.CancellationToken);
                Assert.Same(held, _assignment.Find(held.Partition));
                return new CommitResult(marks, [], []);
            }),
            TestContext.Current.CancellationToken);

        await Eventually.HoldsAsync(() => ending.ThreadState.HasFlag(ThreadState.WaitSleepJoin), "who ends it waits");
        answer.Release();

        Assert.Equal([mark], (await commit).Committed);
        ending.Join();
        Assert.Null(_assignment.Find(held.Partition));
    }

    [Fact]
    public async Task The_poll_thread_and_the_publisher_at_work_at_once_leave_nothing_behind()
    {
        Channel<JobTicket> tickets = Channel.CreateUnbounded<JobTicket>();
        Task publishing = Task.Run(() => PublishAsync(tickets.Reader), TestContext.Current.CancellationToken);
        Random random = new(1);
        for (int turn = 0; turn < RunLength.Of(20_000, 1_000_000); turn++)
        {
            SourcePartition partition = Given.Partition(random.Next(3));
            switch (random.Next(50))
            {
                case 0:
                    _assignment.Assign([partition]);
                    break;
                case 1:
                    _assignment.Drop([partition]);
                    break;
                default:
                    if (_assignment.Find(partition) is { } held && _assignment.Receive(Given.Record(turn, partition.Number, held.Epoch.Value), turn) is { } ticket)
                    {
                        tickets.Writer.TryWrite(ticket);
                    }

                    break;
            }
        }

        tickets.Writer.Complete();
        await publishing;
        _assignment.Drop([.. _assignment.Held.Select(static one => one.Partition)]);
        Assert.Equal(new LedgerLoad(0, 0), _assignment.Ledger.Load);
        Assert.Equal(0, _assignment.Ledger.Halted);
    }

    private async Task PublishAsync(ChannelReader<JobTicket> tickets)
    {
        Random random = new(2);
        await foreach (JobTicket ticket in tickets.ReadAllAsync())
        {
            if (!_assignment.Ledger.TryFinish(Given.Found(ticket), out IReadOnlyList<FinishedRecord> released) || released.Count == 0)
            {
                continue;
            }

            SourcePosition last = released[^1].Record.Position;
            if (random.Next(20) == 0)
            {
                _assignment.Halt(new HaltedPartition(last, "too large"));
                continue;
            }

            foreach (CommitWatermark mark in Commit(new CommitWatermark(last.Partition, last.Epoch, last.Offset + 1)))
            {
                _assignment.Committed(mark);
            }
        }
    }

    private AssignedPartition Assign(int partition = 0) => _assignment.Assign([Given.Partition(partition)])[0];

    private IReadOnlyList<CommitWatermark> Commit(params CommitWatermark[] watermarks) =>
        _assignment.CommitHeld(watermarks, static marks => new CommitResult(marks, [], [])).Committed;
}
