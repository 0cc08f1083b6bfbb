using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Testing.Streams;

/// <summary>Keeps what it is given; answers as it is told, otherwise commits.</summary>
public sealed class RecordingSink : IRecordSink
{
    private readonly Lock _lock = new();
    private readonly List<CommitBatch> _batches = [];
    private readonly Queue<Func<CommitBatch, CommitResult>> _answers = new();

    public IReadOnlyList<CommitBatch> Batches
    {
        get
        {
            lock (_lock)
            {
                return [.. _batches];
            }
        }
    }

    public IReadOnlyList<SinkRecord> Records => [.. Batches.SelectMany(static batch => batch.Records)];

    public Task? Gate { get; set; }

    public bool IsAtomic { get; set; }

    public Task Opening { get; set; } = Task.CompletedTask;

    public static CommitResult Commits(CommitBatch batch) => new(batch.Watermarks, [], []);

    public static CommitResult Defers(CommitBatch batch) => new([], batch.Watermarks, []);

    public RecordingSink Answers(Func<CommitBatch, CommitResult> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    public long? Watermark(int partition) => Batches
        .SelectMany(static batch => batch.Watermarks)
        .Where(mark => mark.Partition.Number == partition)
        .Select(static mark => (long?)mark.NextOffset)
        .LastOrDefault();

    public Task OpenAsync(CancellationToken cancellationToken) => Opening;

    public async Task<CommitResult> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        if (Gate is { } gate)
        {
            await gate.WaitAsync(cancellationToken);
        }

        lock (_lock)
        {
            _batches.Add(batch);
            return _answers.TryDequeue(out Func<CommitBatch, CommitResult>? answer) ? answer(batch) : Commits(batch);
        }
    }
}
