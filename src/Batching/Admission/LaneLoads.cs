namespace PaDeNer.Batching.Admission;

/// <summary>When each lane will be done with what it has, as predicted; kept under the queue's lock.</summary>
internal sealed class LaneLoads
{
    private TimeSpan[] _backlogs = new TimeSpan[8];

    /// <summary>Lanes that have asked so far.</summary>
    public int Lanes { get; private set; }

    /// <summary>Notes how long a lane will take for what it has.</summary>
    public void Note(int lane, TimeSpan backlog)
    {
        if (lane >= _backlogs.Length)
        {
            Array.Resize(ref _backlogs, Math.Max(lane + 1, _backlogs.Length * 2));
        }

        Lanes = Math.Max(Lanes, lane + 1);
        _backlogs[lane] = backlog;
    }

    /// <summary>
    /// Whether what waits is enough to keep all lanes that will be done sooner busy until a lane is done, so that it may have some too. A
    /// lane with nothing to do may always.
    /// </summary>
    /// <param name="lane">The lane that asks.</param>
    /// <param name="waiting">A lane's time that what waits will cost.</param>
    public bool Leaves(int lane, TimeSpan waiting)
    {
        TimeSpan missing = TimeSpan.Zero;
        for (int i = 0; i < Lanes; i++)
        {
            missing += _backlogs[lane] > _backlogs[i] ? _backlogs[lane] - _backlogs[i] : TimeSpan.Zero;
        }

        return missing == TimeSpan.Zero || missing < waiting;
    }
}
