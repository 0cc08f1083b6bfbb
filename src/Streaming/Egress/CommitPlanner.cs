namespace PaDeNer.Streaming.Egress;

/// <summary>When a commit batch is due: by records, bytes, or the age of its oldest record. Pure.</summary>
/// <param name="records">Due at this many.</param>
/// <param name="bytes">Due at this many.</param>
/// <param name="age">Due when the oldest has waited this long, however many came after it.</param>
/// <param name="time">Measures the age.</param>
internal sealed class CommitPlanner(int records, long bytes, TimeSpan age, TimeProvider time)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);

    private int _records;
    private long _bytes;
    private long? _since;

    /// <summary>Whether the batch is due by what it holds, however old that is.</summary>
    public bool IsFull => _records >= records || _bytes >= bytes;

    /// <summary>Notes a record.</summary>
    public void Add(int size)
    {
        _records++;
        _bytes += size;
        _since ??= time.GetTimestamp();
    }

    /// <summary>Notes that watermarks are to be committed again: with the next record, or after a moment.</summary>
    public void Again() => _since ??= time.GetTimestamp();

    /// <summary>Time until the batch is due: zero when it is, null when there is nothing to commit.</summary>
    public TimeSpan? TimeLeft()
    {
        if (_since is not { } since)
        {
            return null;
        }

        TimeSpan wait = _records == 0 && age < RetryAfter ? RetryAfter : age;
        TimeSpan left = wait - time.GetElapsedTime(since);
        return IsFull || left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    /// <summary>The batch was committed; the next one is empty.</summary>
    public void Clear() => (_records, _bytes, _since) = (0, 0, null);
}
