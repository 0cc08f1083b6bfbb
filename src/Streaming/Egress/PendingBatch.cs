using PaDeNer.Batching.Admission;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Egress;

/// <summary>Results that wait for the next commit, in the order in which they were released. One thread at a time.</summary>
internal sealed class PendingBatch
{
    private readonly List<PendingResult> _results = [];
    private readonly List<PendingResult> _keptBack = [];
    private IReadOnlyList<CommitWatermark> _deferred = [];

    /// <summary>The results, in order.</summary>
    public IReadOnlyList<PendingResult> Results => _results;

    /// <summary>Whether there is nothing to commit.</summary>
    public bool IsEmpty => _results.Count == 0 && _deferred.Count == 0;

    /// <summary>Whether results wait until others in front of them are committed.</summary>
    public bool KeepsBack => _keptBack.Count > 0;

    /// <summary>Adds a result.</summary>
    public void Add(PendingResult result) => _results.Add(result);

    /// <summary>Takes over all that another one holds, behind what it has itself.</summary>
    public void Take(PendingBatch other)
    {
        _results.AddRange(other._results);
        other._results.Clear();
    }

    /// <summary>Drops what belongs to assignments that have ended, and what lies behind the halt of its partition.</summary>
    /// <returns>How many results were dropped.</returns>
    public int DropVoid(Assignment assignment)
    {
        _results.InsertRange(0, _keptBack);
        _keptBack.Clear();
        _deferred = [.. _deferred.Where(assignment.IsHeld)];
        return _results.RemoveAll(result => !assignment.Ledger.IsInFlight(result.Finished.Outcome.Ticket));
    }

    /// <summary>Keeps back results of which there is no room to remember that they are finished, until what lies in front of them is committed.</summary>
    public void KeepBack(Assignment assignment)
    {
        foreach (IGrouping<SourcePartition, PendingResult> ofPartition in ByPartition(static _ => true))
        {
            if (Held(ofPartition.First(), assignment) is { } held && assignment.Progress(held, Tickets(ofPartition)) is { IsWhole: false } progress)
            {
                _keptBack.AddRange(ofPartition.Where(one => one.Finished.Record.Position.Offset >= progress.NextOffset));
            }
        }

        HashSet<PendingResult> keptBack = new(_keptBack, ReferenceEqualityComparer.Instance);
        _results.RemoveAll(keptBack.Contains);
    }

    /// <summary>How far each partition is once some of the results are written.</summary>
    /// <param name="assignment">The partitions.</param>
    /// <param name="isWritten">Which results.</param>
    public IReadOnlyList<CommitWatermark> Watermarks(Assignment assignment, Func<PendingResult, bool> isWritten)
    {
        Dictionary<SourcePartition, CommitWatermark> marks = _deferred.ToDictionary(static mark => mark.Partition);
        ILookup<SourcePartition, PendingResult> written = ByPartition(isWritten);
        foreach (PendingResult result in _results)
        {
            // Where its assignment has ended just now the sink will see that.
            SourcePosition position = result.Finished.Record.Position;
            marks[position.Partition] = new CommitWatermark(position.Partition, position.Epoch, position.Offset + 1);
        }

        return
        [
            .. marks.Values.Select(mark => assignment.Find(mark.Partition, mark.Epoch) is { } held
                && assignment.Progress(held, Tickets(written[mark.Partition])) is var progress
                    ? mark with { NextOffset = progress.NextOffset, Finished = progress.Finished }
                    : mark),
        ];
    }

    /// <summary>The results are written; what is left are those that were kept back, and the watermarks that could not move.</summary>
    public void Clear(IReadOnlyList<CommitWatermark> deferred)
    {
        _results.Clear();
        _deferred = deferred;
    }

    private static AssignedPartition? Held(PendingResult result, Assignment assignment) =>
        assignment.Find(result.Finished.Record.Position.Partition, result.Finished.Record.Position.Epoch);

    private static HashSet<JobTicket> Tickets(IEnumerable<PendingResult> results) => [.. results.Select(static one => one.Finished.Outcome.Ticket)];

    private ILookup<SourcePartition, PendingResult> ByPartition(Func<PendingResult, bool> which) =>
        _results.Where(which).ToLookup(static one => one.Finished.Record.Position.Partition);
}
