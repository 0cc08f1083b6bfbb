using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Partitions;

/// <summary>
/// Goes over the records in flight of a partition, in order, and finds what is finished: all that was read and is not among the unfinished ones. Offsets that
/// no record has count to what lies around them. For one walk.
/// </summary>
internal sealed class FinishedWalk
{
    private readonly List<OffsetRun> _runs = [];
    private long? _next;
    private long _last;
    private bool _isFinished;

    /// <summary>The next record in flight.</summary>
    /// <param name="offset">Its offset.</param>
    /// <param name="followsFinished">Whether finished ones lie between it and the one before it.</param>
    /// <param name="isFinished">Whether it is finished itself.</param>
    public void Pass(long offset, bool followsFinished, bool isFinished)
    {
        _isFinished |= followsFinished || isFinished;
        if (isFinished)
        {
            return;
        }

        if (_next is null)
        {
            _next = offset;
        }
        else if (_isFinished)
        {
            _runs.Add(new OffsetRun(_last + 1, offset));
        }

        (_last, _isFinished) = (offset, false);
    }

    /// <summary>The end of what was read.</summary>
    /// <param name="end">One past the last offset that was read.</param>
    /// <param name="followsFinished">Whether finished ones lie behind the last one in flight.</param>
    /// <param name="unread">What is finished and was not read again yet; runs below the end do not count.</param>
    /// <param name="leaderEpoch">The newest leader.</param>
    /// <returns>The first offset that is not finished, and what is finished past it.</returns>
    public (long Next, FinishedOffsets Finished) End(long end, bool followsFinished, FinishedOffsets unread, int? leaderEpoch)
    {
        if (_next is not null && (_isFinished || followsFinished))
        {
            _runs.Add(new OffsetRun(_last + 1, end));
        }

        _runs.AddRange(unread.Runs.Where(run => run.To > end).Select(run => run with { From = Math.Max(run.From, end) }));
        long next = _next ?? end;
        if (_next is null && _runs.Count > 0 && _runs[0].From <= next)
        {
            next = _runs[0].To;
            _runs.RemoveAt(0);
        }

        return (next, FinishedOffsets.Of(_runs, leaderEpoch));
    }
}
