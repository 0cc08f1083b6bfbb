using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Egress;

/// <summary>Results that wait for the next commit, in the order in which they were released. One thread at a time.</summary>
internal sealed class PendingBatch
{
    private readonly List<PendingResult> _results = [];
    private IReadOnlyList<CommitWatermark> _deferred = [];

    /// <summary>The results, in order.</summary>
    public IReadOnlyList<PendingResult> Results => _results;

    /// <summary>Whether there is nothing to commit.</summary>
    public bool IsEmpty => _results.Count == 0 && _deferred.Count == 0;

    /// <summary>Adds a result.</summary>
    public void Add(PendingResult result) => _results.Add(result);

    /// <summary>Drops what belongs to assignments that have ended.</summary>
    /// <returns>How many results were dropped.</returns>
    public int DropVoid(Assignment assignment)
    {
        _deferred = [.. _deferred.Where(mark => assignment.Find(mark.Partition, mark.Epoch) is not null)];
        return _results.RemoveAll(result => assignment.Find(result.Finished.Record.Position.Partition, result.Finished.Record.Position.Epoch) is null);
    }

    /// <summary>How far each partition is finished once these results are written. Results of a partition are a run of its finished prefix, so the last one decides.</summary>
    public IReadOnlyList<CommitWatermark> Watermarks()
    {
        Dictionary<SourcePartition, CommitWatermark> marks = _deferred.ToDictionary(static mark => mark.Partition);
        foreach (PendingResult result in _results)
        {
            SourcePosition position = result.Finished.Record.Position;
            marks[position.Partition] = new CommitWatermark(position.Partition, position.Epoch, position.Offset + 1);
        }

        return [.. marks.Values];
    }

    /// <summary>The results are written; what is left are the watermarks that could not move.</summary>
    public void Clear(IReadOnlyList<CommitWatermark> deferred)
    {
        _results.Clear();
        _deferred = deferred;
    }
}
