using System.Globalization;
using System.Text;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Tests.Partitions;

/// <summary>A broker as a few numbers: logs with gaps, what was written, what is committed. It refuses, defers and is interrupted by chance, and checks every
/// commit: one that takes all or nothing never takes a record a second time.</summary>
internal sealed class BrokerModel : IRecordSink
{
    private const int RecordsPerPartition = 40;

    private readonly Random _random;
    private readonly Assignment _assignment;
    private readonly long[][] _logs;
    private readonly long[] _committed;
    private readonly HashSet<(int Partition, long Offset)> _written = [];
    private readonly HashSet<(long Epoch, long Offset)> _writtenUnder = [];
    private readonly Dictionary<long, long> _committedUnder = [];
    private readonly string?[] _beside;

    public BrokerModel(Random random, Assignment assignment, int partitions)
    {
        (_random, _assignment) = (random, assignment);
        _beside = new string?[partitions];
        _logs = [.. Enumerable.Range(0, partitions).Select(_ => Log())];
        _committed = new long[partitions];
    }

    /// <inheritdoc/>
    public bool IsAtomic { get; init; }

    /// <summary>Whether it refuses and defers by chance.</summary>
    public bool IsMoody { get; set; } = true;

    /// <summary>Happens while a commit is under way, before and after offsets move.</summary>
    public Action Meanwhile { get; set; } = static () => { };

    /// <summary>Hears of an offset that was committed, and which records are written under the assignment that did it.</summary>
    public Action<int, long, Func<long, bool>> Moved { get; set; } = static (_, _, _) => { };

    /// <summary>How long a text may stand beside an offset.</summary>
    public int Room { get; init; }

    /// <summary>The first dead letter that was refused, by the epoch of its partition.</summary>
    public Dictionary<long, long> RefusedLetters { get; } = [];

    public long Committed(int partition) => _committed[partition];

    /// <summary>What stands beside the committed offset.</summary>
    public FinishedOffsets Finished(int partition) => FinishedOffsets.Read(_beside[partition], _committed[partition]);

    public bool IsWritten(int partition, long offset) => _written.Contains((partition, offset));

    /// <summary>The first record at an offset or behind it; null at the end.</summary>
    public long? Next(int partition, long from) => _logs[partition].Where(offset => offset >= from).Select(static offset => (long?)offset).FirstOrDefault();

    public bool IsThrough(int partition) => _committed[partition] == _logs[partition][^1] + 1;

    /// <summary>What a record holds, so that what is written of it leads back here.</summary>
    public static byte[] Value(SourcePosition position) =>
        Given.Bytes(string.Create(CultureInfo.InvariantCulture, $"{position.Partition.Number} {position.Offset} {position.Epoch}"));

    public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<CommitResult> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        List<RejectedRecord> refused = [];
        List<(int Partition, long Offset)> taken = [];
        List<(long Epoch, long Offset)> takenUnder = [];
        foreach (SinkRecord record in batch.Records)
        {
            long[] numbers = [.. Encoding.UTF8.GetString(record.Value!).Split(' ').Select(static one => long.Parse(one, CultureInfo.InvariantCulture))];
            if (IsMoody && _random.Next(12) == 0)
            {
                refused.Add(new RejectedRecord(record, "too large"));
                if (record.Topic == SinkTopic.DeadLetter)
                {
                    RefusedLetters[numbers[2]] = Math.Min(numbers[1], RefusedLetters.GetValueOrDefault(numbers[2], long.MaxValue));
                }
            }
            else
            {
                taken.Add(((int)numbers[0], numbers[1]));
                takenUnder.Add((numbers[2], numbers[1]));
            }
        }

        if (IsAtomic)
        {
            return Task.FromResult(refused.Count > 0 ? new CommitResult([], [], refused) : CommitAll(batch, taken, takenUnder));
        }

        _written.UnionWith(taken);
        _writtenUnder.UnionWith(takenUnder);
        if (refused.Count > 0)
        {
            return Task.FromResult(new CommitResult([], [], refused));
        }

        Meanwhile();
        CommitResult result = _assignment.CommitHeld(batch.Watermarks, Commit);
        Meanwhile();
        return Task.FromResult(result);
    }

    private CommitResult CommitAll(CommitBatch batch, List<(int Partition, long Offset)> taken, List<(long Epoch, long Offset)> takenUnder)
    {
        Meanwhile();
        if (!batch.Watermarks.All(_assignment.IsHeld) || (IsMoody && _random.Next(6) == 0))
        {
            // The whole batch comes again, and is judged anew.
            RefusedLetters.Clear();
            return new CommitResult([], batch.Watermarks, []);
        }

        Assert.All(taken, one => Assert.True(_written.Add(one), $"{one} is written a second time."));
        _writtenUnder.UnionWith(takenUnder);
        CommitResult result = Commit(batch.Watermarks);
        Meanwhile();
        return result;
    }

    private CommitResult Commit(IReadOnlyList<CommitWatermark> watermarks)
    {
        List<CommitWatermark> committed = [], deferred = [];
        foreach (CommitWatermark mark in watermarks)
        {
            int partition = mark.Partition.Number;
            Assert.Equal(_assignment.Find(mark.Partition)!.Epoch, mark.Epoch);
            Assert.True(mark.NextOffset >= _committedUnder.GetValueOrDefault(mark.Epoch.Value), $"{mark} goes back within its epoch.");
            Assert.All(
                _logs[partition].Where(offset => offset < mark.NextOffset || mark.Finished?.Contains(offset, null) == true),
                offset => Assert.Contains((partition, offset), _written));
            string? beside = mark.Finished is { Runs.Count: > 0 } finished ? finished.ToText(mark.NextOffset) : null;
            Assert.True(beside is null || beside.Length <= Room, $"'{beside}' is longer than {Room}.");
            if (IsMoody && !IsAtomic && _random.Next(6) == 0)
            {
                deferred.Add(mark);
                continue;
            }

            committed.Add(mark);
            _committed[partition] = _committedUnder[mark.Epoch.Value] = mark.NextOffset;
            _beside[partition] = beside;
            Moved(partition, mark.NextOffset, offset => _writtenUnder.Contains((mark.Epoch.Value, offset)));
        }

        return new CommitResult(committed, deferred, []);
    }

    private long[] Log()
    {
        long offset = -1;
        return [.. Enumerable.Range(0, RecordsPerPartition).Select(_ => offset += 1 + _random.Next(3))];
    }
}
