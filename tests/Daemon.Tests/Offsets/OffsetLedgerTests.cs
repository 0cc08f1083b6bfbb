using FsCheck;
using FsCheck.Fluent;
using PaDeNer.Batching.Admission;
using PaDeNer.Daemon.Offsets;
using PaDeNer.Daemon.Streams;
using PaDeNer.Daemon.Tests.Streams;

namespace PaDeNer.Daemon.Tests.Offsets;

public sealed class OffsetLedgerTests
{
    private const int Partitions = 3;

    [Fact]
    public void It_agrees_with_a_brute_force_model_under_gaps_disorder_revokes_and_reassignments()
    {
        Property property = Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), Agrees);
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(2000), property);
    }

    [Fact]
    public void Work_of_an_ended_assignment_is_void_even_when_the_partition_comes_back()
    {
        OffsetLedger ledger = new();
        ledger.Assign(Given.Assignment(0, 1));
        JobTicket old = ledger.Receive(Given.Record(5), 0)!.Value;
        Assert.Equal(1, ledger.Revoke(Given.Partition()));
        ledger.Assign(Given.Assignment(0, 2));

        Assert.False(ledger.TryFinish(Given.Found(old), out IReadOnlyList<FinishedRecord> released));
        Assert.Empty(released);
        Assert.False(ledger.Holds(new SourcePosition(Given.Partition(), 5, new AssignmentEpoch(1))));
        Assert.True(ledger.Holds(new SourcePosition(Given.Partition(), 5, new AssignmentEpoch(2))));
        Assert.Null(ledger.Receive(Given.Record(6, epoch: 1), 0));
    }

    [Fact]
    public void A_watermark_of_an_ended_assignment_changes_nothing()
    {
        OffsetLedger ledger = new();
        ledger.Assign(Given.Assignment(0, 2));
        JobTicket ticket = ledger.Receive(Given.Record(5, epoch: 2), 0)!.Value;
        ledger.TryFinish(Given.Found(ticket), out _);
        ledger.Commit(new CommitWatermark(Given.Partition(), new AssignmentEpoch(1), 6));
        Assert.Equal(5, ledger.FirstUncommitted(Given.Partition()));
        ledger.Commit(new CommitWatermark(Given.Partition(), new AssignmentEpoch(2), 6));
        Assert.Null(ledger.FirstUncommitted(Given.Partition()));
        Assert.Equal(new LedgerLoad(0, 0), ledger.Load);
    }

    [Fact]
    public void It_counts_bytes_and_knows_the_oldest()
    {
        OffsetLedger ledger = new();
        ledger.Assign(Given.Assignment(0));
        ledger.Assign(Given.Assignment(1));
        Assert.Equal(default, ledger.Heads());
        ledger.Receive(Given.Record(1, 1, key: [1, 2], value: [1, 2, 3]), 700);
        ledger.Receive(Given.Record(1, 0, value: [1]), 900);
        Assert.Equal(new LedgerLoad(2, 6), ledger.Load);
        Assert.Equal(new LedgerHeads(700, null), ledger.Heads());
    }

    [Fact]
    public void It_tells_what_waits_for_its_outcome_from_what_waits_for_its_commit()
    {
        OffsetLedger ledger = new();
        ledger.Assign(Given.Assignment(0));
        JobTicket first = ledger.Receive(Given.Record(1), 700)!.Value;
        JobTicket second = ledger.Receive(Given.Record(2), 800)!.Value;

        ledger.TryFinish(Given.Found(second), out _);
        Assert.Equal(new LedgerHeads(700, null), ledger.Heads());
        ledger.TryFinish(Given.Found(first), out _);
        Assert.Equal(new LedgerHeads(null, 700), ledger.Heads());
    }

    private static bool Agrees(int seed)
    {
        Random random = new(seed);
        OffsetLedger ledger = new();
        LedgerModel model = new();
        long[] next = new long[Partitions];
        long epoch = 0;
        AssignmentEpoch?[] epochs = new AssignmentEpoch?[Partitions];
        List<long> voided = [];
        for (int step = 0; step < 120; step++)
        {
            int partition = random.Next(Partitions);
            switch (random.Next(10))
            {
                case 0:
                    voided.AddRange(model.Unfinished.Where(_ => epochs[partition] is not null));
                    model.Forget(partition);
                    voided.RemoveAll(model.Knows);
                    epochs[partition] = new AssignmentEpoch(++epoch);
                    next[partition] = random.Next(50);
                    ledger.Assign(new PartitionAssignment(Given.Partition(partition), epochs[partition]!.Value));
                    break;
                case 1 when random.Next(3) == 0:
                    voided.AddRange(model.Unfinished);
                    model.Forget(partition);
                    voided.RemoveAll(model.Knows);
                    epochs[partition] = null;
                    ledger.Revoke(Given.Partition(partition));
                    break;
                case < 5:
                    long offset = next[partition] + random.Next(3);
                    long current = epochs[partition]?.Value ?? epoch;
                    JobTicket? ticket = ledger.Receive(Given.Record(offset, partition, current), 0);
                    if (ticket.HasValue != epochs[partition].HasValue)
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
                        ledger.Commit(new CommitWatermark(Given.Partition(partition), epochs[partition]!.Value, mark));
                        model.Commit(partition, mark);
                    }

                    break;
            }

            if (ledger.Load.Records != model.InFlight || ledger.FirstUncommitted(Given.Partition(partition)) != model.FirstUncommitted(partition))
            {
                return false;
            }
        }

        return true;
    }
}
