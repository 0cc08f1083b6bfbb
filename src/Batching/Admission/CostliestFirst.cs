namespace PaDeNer.Batching.Admission;

/// <summary>
/// Jobs that may wait, the one that costs most first: the longest text, of equal ones the last. Takes whole branches of a tree and looks
/// into them only as far as is asked. Allocates nothing once it has grown.
/// </summary>
internal sealed class CostliestFirst
{
    /// <summary>How far it looks into branches depends on how the tree has come to be: room for what a queue of usual length may take.</summary>
    private const int Room = 256;

    private readonly PriorityQueue<Entry, Place> _entries = new(Room, new ByCost());

    /// <summary>The costliest; null where there is none.</summary>
    public Place? First => _entries.TryPeek(out _, out Place? costliest) ? costliest : null;

    public void Clear() => _entries.Clear();

    /// <summary>Adds those of a branch that may wait.</summary>
    public void AddBranch(Place? branch)
    {
        if (branch?.Costliest is { } costliest)
        {
            _entries.Enqueue(new Entry(branch, IsBranch: true), costliest);
        }
    }

    /// <summary>Adds a job alone, if it may wait.</summary>
    public void Add(Place place)
    {
        if (place.MayWait)
        {
            _entries.Enqueue(new Entry(place, IsBranch: false), place);
        }
    }

    /// <summary>Removes the costliest; there must be one.</summary>
    public Place Remove()
    {
        _entries.TryDequeue(out Entry entry, out Place? costliest);
        if (!entry.IsBranch)
        {
            return costliest!;
        }

        // What else is in the branch: whatever lies beside the way down to it.
        Place at = entry.Place;
        while (at != costliest)
        {
            bool isBefore = at.Left?.Costliest == costliest;
            Add(at);
            AddBranch(isBefore ? at.Right : at.Left);
            at = isBefore ? at.Left! : at.Right!;
        }

        AddBranch(at.Left);
        AddBranch(at.Right);
        return at;
    }

    /// <summary>A job, or all of its branch.</summary>
    private readonly record struct Entry(Place Place, bool IsBranch);

    private sealed class ByCost : IComparer<Place>
    {
        public int Compare(Place? first, Place? second) =>
            first == second ? 0
            : first!.Rows != second!.Rows ? second.Rows.CompareTo(first.Rows)
            : second.IsBefore(first) ? -1 : 1;
    }
}
