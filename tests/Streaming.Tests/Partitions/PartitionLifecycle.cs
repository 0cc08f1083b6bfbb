using Microsoft.Extensions.Logging.Abstractions;
using PaDeNer.Batching.Admission;
using PaDeNer.Streaming.Egress;
using PaDeNer.Streaming.Ingress;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Streams;
using PaDeNer.Testing.Time;

namespace PaDeNer.Streaming.Tests.Partitions;

/// <summary>The stream between a broker that is a few numbers and lanes that are a list of tickets: everything that happens to partitions, in an order that chance decides.</summary>
internal sealed class PartitionLifecycle
{
    private const int Partitions = 3;
    private const long LateEnd = 123_456;

    private readonly Random _random;
    private readonly Assignment _assignment;
    private readonly RecordingObserver _observer = new();
    private readonly ManualTimeProvider _time = new();
    private readonly LedgerModel _model;
    private readonly PendingBatch _batch = new();
    private readonly BrokerModel _broker;
    private readonly AssignmentKeeper _keeper;
    private readonly PartitionFlowControl _flowControl;
    private readonly BatchCommitter _committer;
    private readonly Dictionary<long, SourcePosition> _undecoded = [];
    private readonly List<long> _voided = [];
    private readonly List<AssignedPartition> _ended = [];
    private long _lastEpoch;

    public PartitionLifecycle(int seed, bool isAtomic, ResultOrder order)
    {
        _random = new Random(seed);
        int room = _random.Next(30, 120);
        _assignment = new Assignment(order, room);
        _model = new LedgerModel(order);
        // The offset itself may need a digit more than when it was last seen that there is room.
        _broker = new BrokerModel(_random, _assignment, Partitions) { IsAtomic = isAtomic, Room = room + 1, Meanwhile = Meanwhile, Moved = _model.Commit };
        _keeper = new AssignmentKeeper(_assignment, new CommitRequests(), TimeSpan.Zero, _observer, NullLogger.Instance);
        _flowControl = new PartitionFlowControl(new ScriptedSource(), _assignment, 4, 100_000, _observer, _time, NullLogger.Instance);
        _committer = new BatchCommitter(_broker, _assignment, _observer, _time, NullLogger.Instance);
    }

    private static IEnumerable<int> All => Enumerable.Range(0, Partitions);

    /// <summary>Something happens.</summary>
    public void Step()
    {
        int partition = _random.Next(Partitions);
        switch (_random.Next(16))
        {
            case 0:
                Assign(partition);
                break;
            case 1 when _random.Next(2) == 0:
                Take(partition);
                break;
            case < 7:
                Read(partition);
                break;
            case < 11:
                Finish();
                break;
            case < 13:
                Commit();
                break;
            case 13:
                Steer();
                break;
            default:
                WorkComesLate();
                break;
        }
    }

    /// <summary>What holds whatever has happened.</summary>
    public void Check()
    {
        OffsetLedger ledger = _assignment.Ledger;
        PartitionLoad[] loads = [.. _assignment.Held.Select(ledger.Look)];
        Assert.Equal(_model.InFlight, ledger.Load.Records);
        Assert.Equal(ledger.Load, new LedgerLoad(loads.Sum(static one => one.Load.Records), loads.Sum(static one => one.Load.Bytes)));
        Assert.Equal(loads.Count(static one => one.Halted is not null), ledger.Halted);
        Assert.Equal(_assignment.Held.Count, _observer.Partitions);
        foreach (AssignedPartition held in _assignment.Held)
        {
            Assert.Same(held, _assignment.Find(held.Partition, held.Epoch));
            Assert.Equal(_model.FirstUncommitted(held.Partition.Number) ?? ledger.Look(held).Halted?.Position.Offset, ledger.FirstUncommitted(held));
            Assert.NotEqual(LateEnd, held.AnsweredEnd);
        }

        Assert.All(_ended, one => Assert.Equal(default, ledger.Look(one).Load));
    }

    /// <summary>Whatever has happened, in peace everything is read, written and committed in the end.</summary>
    public void ComeToRest()
    {
        _broker.IsMoody = false;
        _broker.Meanwhile = static () => { };
        foreach (int partition in All.Where(one => Find(one) is not { } held || _assignment.Ledger.Look(held).Halted is not null))
        {
            Assign(partition);
        }

        for (int round = 0; _assignment.Ledger.Load.Records > 0 || !All.All(_broker.IsThrough); round++)
        {
            Assert.True(round < 1000, "It does not come to rest.");
            Steer();
            foreach (int partition in All)
            {
                Read(partition);
            }

            Finish();
            Commit();
        }
    }

    private AssignedPartition? Find(int partition) => _assignment.Find(Given.Partition(partition));

    // A partition comes, or stays ours under a new epoch and is read again from where it is not committed.
    private void Assign(int partition)
    {
        AssignedPartition? before = Find(partition);
        long? from = before is null ? null : _assignment.Ledger.UncommittedFrom(before);
        NoteEnd(partition);
        _keeper.Assigned([Given.Partition(partition)]);

        AssignedPartition made = Find(partition)!;
        Assert.True(made.Epoch.Value > _lastEpoch);
        _lastEpoch = made.Epoch.Value;
        Assert.Equal(
            (false, null, null, null, null, null, default),
            (made.IsPaused, made.NextRead, made.StartedAt, made.RewindTo, made.AnsweredEnd, made.HaltToldAt, _assignment.Ledger.Look(made)));
        Assert.Null(_assignment.Ledger.UncommittedFrom(made));
        if (from is { } offset)
        {
            Assert.False(_broker.Next(partition, _broker.Committed(partition)) < offset, "A record that is not committed would be passed.");
            made.Rewind(offset);
        }
    }

    private void Take(int first)
    {
        int[] taken = [.. All.Where(one => one == first || _random.Next(3) == 0)];
        SourcePartition[] partitions = [.. taken.Select(Given.Partition)];
        Array.ForEach(taken, NoteEnd);
        if (_random.Next(2) == 0)
        {
            _keeper.Revoked(partitions);
        }
        else
        {
            _keeper.Lost(partitions);
        }

        Assert.All(partitions, one => Assert.Null(_assignment.Find(one)));
    }

    private void NoteEnd(int partition)
    {
        if (Find(partition) is { } held)
        {
            _ended.Add(held);
            _model.Forget(partition);
            Void(position => position.Partition == held.Partition);
        }
    }

    private void Void(Func<SourcePosition, bool> which)
    {
        foreach ((long ticket, SourcePosition _) in _undecoded.Where(one => which(one.Value)).ToArray())
        {
            _undecoded.Remove(ticket);
            _voided.Add(ticket);
        }
    }

    private void Read(int partition)
    {
        if (Find(partition) is not { IsPaused: false } held)
        {
            return;
        }

        held.Rewound();
        if (_broker.Next(partition, held.NextRead ?? _broker.Committed(partition)) is not { } offset)
        {
            return;
        }

        if (_assignment.Order != ResultOrder.Partition && held.FinishedBefore is null)
        {
            _assignment.Learn(held, _broker.Finished(partition));
        }

        if (held.FinishedBefore?.Contains(offset, null) == true)
        {
            Assert.True(_broker.IsWritten(partition, offset), $"{offset} is passed and was never written.");
            _assignment.Skip(held, offset);
            return;
        }

        held.Read(offset);
        SourcePosition position = new(held.Partition, offset, held.Epoch);
        int? key = offset % 4 == 0 ? null : (int)(offset % 3);
        JobTicket? ticket = _assignment.Receive(
            Given.Record(offset, partition, held.Epoch.Value, key is { } number ? [(byte)number] : null, BrokerModel.Value(position)), offset);
        Assert.Equal(_assignment.Ledger.Look(held).Halted is null, ticket.HasValue);
        if (ticket is { } taken)
        {
            _model.Receive(taken.Value, partition, offset, key);
            _undecoded.Add(taken.Value, position);
        }
    }

    private void Finish()
    {
        if (_undecoded.Count == 0)
        {
            return;
        }

        long ticket = _undecoded.Keys.ElementAt(_random.Next(_undecoded.Count));
        _undecoded.Remove(ticket);
        Assert.True(_assignment.Ledger.TryFinish(Given.Found(new JobTicket(ticket)), out IReadOnlyList<FinishedRecord> released));
        Assert.Equal(_model.Finish(ticket), released.Select(static one => one.Record.Position.Offset));
        foreach (FinishedRecord one in released)
        {
            SinkTopic topic = _random.Next(4) == 0 ? SinkTopic.DeadLetter : SinkTopic.Output;
            _batch.Add(new PendingResult(one, new SinkRecord(topic, null, one.Record.Value, [])));
        }
    }

    private void Commit()
    {
        _broker.RefusedLetters.Clear();
        _committer.CommitAsync(_batch, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        foreach ((long epoch, long offset) in _broker.RefusedLetters)
        {
            if (_assignment.Held.FirstOrDefault(one => one.Epoch.Value == epoch) is { } held)
            {
                Assert.Equal(offset, _assignment.Ledger.Look(held).Halted!.Position.Offset);
                _model.Halt(held.Partition.Number, offset);
                Void(position => position.Epoch == held.Epoch && position.Offset >= offset);
            }
        }
    }

    private void Meanwhile()
    {
        switch (_random.Next(8))
        {
            case 0:
                Take(_random.Next(Partitions));
                break;
            case 1 when _random.Next(Partitions) is var partition && Find(partition) is null:
                // One that is ours is not assigned anew meanwhile: who would go back in it waits for the commit.
                Assign(partition);
                break;
            case 2:
                Read(_random.Next(Partitions));
                break;
            default:
                break;
        }
    }

    private void Steer()
    {
        _time.Advance(TimeSpan.FromMilliseconds(6));
        _flowControl.Steer(_assignment.Ledger.Load);
        Assert.All(_assignment.Held.Where(one => _assignment.Ledger.Look(one).Halted is not null), static one => Assert.True(one.IsPaused));
    }

    // Outcomes, answers, watermarks, halts and records of assignments that have ended; most would throw where they counted.
    private void WorkComesLate()
    {
        if (_voided.Count > 0)
        {
            Assert.False(_assignment.Ledger.TryFinish(Given.Found(new JobTicket(_voided[_random.Next(_voided.Count)])), out _));
        }

        if (_ended.Count > 0)
        {
            AssignedPartition ended = _ended[_random.Next(_ended.Count)];
            SourceRecord record = Given.Record(0, ended.Partition.Number, ended.Epoch.Value);
            CommitWatermark mark = new(ended.Partition, ended.Epoch, long.MaxValue);
            HaltedPartition halt = new(record.Position, "late");
            ended.AnsweredEnd = LateEnd;
            _assignment.Committed(mark);
            _assignment.Halt(halt);
            _assignment.Ledger.Halt(ended, halt);
            Assert.Null(_assignment.Receive(record, 0));
            Assert.Null(_assignment.Ledger.Receive(ended, record, 0));
            Assert.Empty(_assignment.CommitHeld([mark], static _ => throw new InvalidOperationException("It was committed.")).Committed);
        }
    }
}
