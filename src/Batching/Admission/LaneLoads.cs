namespace PaDeNer.Batching.Admission;

/// <summary>How much each lane has to do, in rows of text; kept under the queue's lock.</summary>
internal sealed class LaneLoads
{
    private int[] _rows = new int[8];
    private int _lanes;

    /// <summary>Notes what a lane has to do.</summary>
    public void Note(int lane, int rows)
    {
        if (lane >= _rows.Length)
        {
            Array.Resize(ref _rows, Math.Max(lane + 1, _rows.Length * 2));
        }

        _lanes = Math.Max(_lanes, lane + 1);
        _rows[lane] = rows;
    }

    /// <summary>
    /// Whether what waits is enough to bring all lanes with less to do up to a lane's load, so that it may have some too. A lane with
    /// nothing to do may always.
    /// </summary>
    /// <param name="lane">The lane that asks.</param>
    /// <param name="waiting">Rows waiting.</param>
    public bool Leaves(int lane, int waiting)
    {
        long missing = 0;
        for (int i = 0; i < _lanes; i++)
        {
            missing += Math.Max(0, _rows[lane] - _rows[i]);
        }

        return missing == 0 || missing < waiting;
    }
}
