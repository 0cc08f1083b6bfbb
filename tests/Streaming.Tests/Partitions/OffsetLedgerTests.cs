using FsCheck;
using FsCheck.Fluent;
using PaDeNer.Batching.Admission;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Tests.Partitions;

public sealed class OffsetLedgerTests
{
    private const int Partitions = 3;

    private readonly Assignment _assignment = new();

    [Fact]
    public void It_agrees_with_a_brute_force_model_under_gaps_disorder_revokes_and_reassignments()
    {
        Property property = Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), Agrees);
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(2000), property);
    }

    [Fact]
    public void Work_of_an_ended_assignment_is_void_even_when_the_partition_comes_back()
    {
        AssignedPartition first = _assignment.Assign([Given.Partition()])[0];
        JobTicket old = _assignment.Receive(Given.Record(5), 0)!.Value;
        Assert.Equal([1], _assignment.Drop([Given.Partition()]));
        AssignedPartition second = _assignment.Assign([Given.Partition()])[0];

        Assert.False(_assignment.Ledger.TryFinish(Given.Found(old), out IReadOnlyList<FinishedRecord> released));
        Assert.Empty(released);
        Assert.Null(_assignment.Find(Given.Partition(), first.Epoch));
        Assert.Same(second, _assignment.Find(Given.Partition(), second.Epoch));
        Assert.Null(_assignment.Receive(Given.Record(6, epoch: first.Epoch.Value), 0));
        Assert.Null(_assignment.Ledger.Receive(first, Given.Record(6, epoch: first.Epoch.Value), 0));
    }

    [Fact]
    public void A_watermark_of_an_ended_assignment_changes_nothing()
    {
        AssignedPartition ended = _assignment.Assign([Given.Partition()])[0];
        AssignedPartition held = _assignment.Assign([Given.Partition()])[0];
        JobTicket ticket = _assignment.Receive(Given.Record(5, epoch: held.Epoch.Value), 0)!.Value;
        _assignment.Ledger.TryFinish(Given.Found(ticket), out _);
        _assignment.Committed(new CommitWatermark(Given.Partition(), ended.Epoch, 6));
        Assert.Equal(5, _assignment.Ledger.FirstUncommitted(held));
        _assignment.Committed(new CommitWatermark(Given.Partition(), held.Epoch, 6));
        Assert.Null(_assignment.Ledger.FirstUncommitted(held));
        Assert.Equal(new LedgerLoad(0, 0), _assignment.Ledger.Load);
    }

    [Fact]
    public void The_time_of_the_first_uncommitted_record_is_that_of_the_oldest_in_flight_and_then_of_the_one_it_halted_in_front_of()
    {
        AssignedPartition held = _assignment.Assign([Given.Partition()])[0];
        Assert.Null(_assignment.Ledger.TimestampOfFirstUncommitted(held));
        JobTicket ticket = _assignment.Receive(Given.Record(5, timestamp: 1005), 0)!.Value;
        _assignment.Receive(Given.Record(6, timestamp: 1006), 0);
        _assignment.Ledger.TryFinish(Given.Found(ticket), out _);
        _assignment.Halt(new HaltedPartition(new SourcePosition(held.Partition, 6, held.Epoch), "too large"));
        Assert.Equal((5, 1005), (_assignment.Ledger.FirstUncommitted(held), _assignment.Ledger.TimestampOfFirstUncommitted(held)));
        _assignment.Committed(new CommitWatermark(held.Partition, held.Epoch, 6));
        Assert.Equal((6, 1006), (_assignment.Ledger.FirstUncommitted(held), _assignment.Ledger.TimestampOfFirstUncommitted(held)));
    }

    [Fact]
    public void The_heads_of_partitions_are_the_earliest_of_theirs()
    {
        AssignedPartition[] held = [.. _assignment.Assign([Given.Partition(0), Given.Partition(1), Given.Partition(2)])];
        Assert.Equal(default, _assignment.Ledger.Heads(held));
        foreach ((int partition, long received, long earliest) in (ReadOnlySpan<(int, long, long)>)[(1, 30, 30), (2, 40, 30), (0, 20, 20)])
        {
            _assignment.Receive(Given.Record(1, partition, held[partition].Epoch.Value), received);
            Assert.Equal(new LedgerHeads(earliest, null), _assignment.Ledger.Heads(held));
        }
    }

    [Fact]
    public void A_watermark_that_stays_where_it_was_is_told_to_nobody()
    {
        List<long> told = [];
        Assignment assignment = new(ResultOrder.Completion, 1000) { Commits = mark => told.Add(mark.NextOffset) };
        AssignedPartition held = assignment.Assign([Given.Partition()])[0];
        JobTicket first = assignment.Receive(Given.Record(5), 0)!.Value, second = assignment.Receive(Given.Record(6), 0)!.Value;
        assignment.Ledger.TryFinish(Given.Found(second), out _);
        assignment.Ledger.Written([second]);
        assignment.Committed(new CommitWatermark(held.Partition, held.Epoch, 5));
        Assert.Empty(told);
        Assert.Equal(1, assignment.Ledger.Load.Records);
        assignment.Ledger.TryFinish(Given.Found(first), out _);
        assignment.Committed(new CommitWatermark(held.Partition, held.Epoch, 7));
        Assert.Equal([7L], told);
    }

    [Fact]
    public void It_counts_bytes_and_knows_the_oldest()
    {
        _assignment.Assign([Given.Partition(0), Given.Partition(1)]);
        Assert.Equal(default, Heads());
        _assignment.Receive(Given.Record(1, 1, 2, key: [1, 2], value: [1, 2, 3]), 700);
        _assignment.Receive(Given.Record(1, 0, value: [1]), 900);
        Assert.Equal(new LedgerLoad(2, 6), _assignment.Ledger.Load);
        Assert.Equal(new LedgerHeads(700, null), Heads());
    }

    [Fact]
    public void It_tells_what_waits_for_its_outcome_from_what_waits_for_its_commit()
    {
        _assignment.Assign([Given.Partition()]);
        JobTicket first = _assignment.Receive(Given.Record(1), 700)!.Value;
        JobTicket second = _assignment.Receive(Given.Record(2), 800)!.Value;

        _assignment.Ledger.TryFinish(Given.Found(second), out _);
        Assert.Equal(new LedgerHeads(700, null), Heads());
        _assignment.Ledger.TryFinish(Given.Found(first), out _);
        Assert.Equal(new LedgerHeads(null, 700), Heads());
    }

    [Fact]
    public void A_partition_knows_from_where_on_it_is_not_committed()
    {
        AssignedPartition held = _assignment.Assign([Given.Partition()])[0];
        held.Expect(3);
        Assert.Null(_assignment.Ledger.UncommittedFrom(held));
        Read(held, 5);
        Read(held, 6);
        Assert.Equal(5, _assignment.Ledger.UncommittedFrom(held));
        Assert.Equal(7, held.NextRead);
        _assignment.Committed(new CommitWatermark(held.Partition, held.Epoch, 6));
        Assert.Equal(6, _assignment.Ledger.UncommittedFrom(held));
        AssignedPartition renewed = _assignment.Assign([Given.Partition()])[0];
        Assert.Null(_assignment.Ledger.UncommittedFrom(renewed));
        renewed.Rewind(40);
        Assert.Equal(40, _assignment.Ledger.UncommittedFrom(renewed));
    }

    private LedgerHeads Heads() => _assignment.Ledger.Heads(_assignment.Held);

    private void Read(AssignedPartition held, long offset)
    {
        held.Read(offset);
        JobTicket ticket = _assignment.Receive(Given.Record(offset, held.Partition.Number, held.Epoch.Value), 0)!.Value;
        _assignment.Ledger.TryFinish(Given.Found(ticket), out _);
    }

    private static bool Agrees(int seed)
    {
        Random random = new(seed);
        Assignment assignment = new();
        OffsetLedger ledger = assignment.Ledger;
        LedgerModel model = new();
        long[] next = new long[Partitions];
        AssignedPartition?[] held = new AssignedPartition?[Partitions];
        List<long> voided = [];
        for (int step = 0; step < 120; step++)
        {
            int partition = random.Next(Partitions);
            switch (random.Next(10))
            {
                case 0:
                    voided.AddRange(model.Unfinished.Where(_ => held[partition] is not null));
                    model.Forget(partition);
                    voided.RemoveAll(model.Knows);
                    next[partition] = random.Next(50);
                    held[partition] = assignment.Assign([Given.Partition(partition)])[0];
                    break;
                case 1 when random.Next(3) == 0:
                    voided.AddRange(model.Unfinished);
                    model.Forget(partition);
                    voided.RemoveAll(model.Knows);
                    held[partition] = null;
                    assignment.Drop([Given.Partition(partition)]);
                    break;
                case < 5:
                    long offset = next[partition] + random.Next(3);
                    long current = held[partition]?.Epoch.Value ?? 1;
                    JobTicket? ticket = assignment.Receive(Given.Record(offset, partition, current), 0);
                    if (ticket.HasValue != (held[partition] is not null))
                    {
                        return false;
                    }

                    if (ticket is { } taken)
                    {
                        next[partition] = offset + 1;
                        model.Receive(taken.Value, partition, offset);
                    }

                    break;
                case < 8 when model.Unfinished.Count > 0:
                    long chosen = model.Unfinished[random.Next(model.Unfinished.Count)];
                    if (!ledger.TryFinish(Given.Found(new JobTicket(chosen)), out IReadOnlyList<FinishedRecord> released)
                        || !released.Select(static one => one.Record.Position.Offset).SequenceEqual(model.Finish(chosen)))
                    {
                        return false;
                    }

                    break;
                case 8 when voided.Count > 0:
                    if (ledger.TryFinish(Given.Found(new JobTicket(voided[random.Next(voided.Count)])), out _))
                    {
                        return false;
                    }

                    break;
                default:
                    if (model.ReleasedUpTo(partition) is { } mark)
                    {
                        assignment.Committed(new CommitWatermark(Given.Partition(partition), held[partition]!.Epoch, mark));
                        model.Commit(partition, mark);
                    }

                    break;
            }

            if (ledger.Load.Records != model.InFlight || (held[partition] is { } one ? ledger.FirstUncommitted(one) : null) != model.FirstUncommitted(partition))
            {
                return false;
            }
        }

        return true;
    }
}
