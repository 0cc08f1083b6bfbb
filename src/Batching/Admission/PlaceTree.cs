namespace PaDeNer.Batching.Admission;

/// <summary>
/// Places in order, as a balanced tree (a treap: R. Seidel, C. R. Aragon, Algorithmica 16, 1996): a place is added, removed and found in
/// logarithmic time, and every branch knows the sums of what is in it. Allocates nothing.
/// </summary>
internal sealed class PlaceTree
{
    private uint _random = 2463534242;

    /// <summary>The place whose branch is all of the tree; null where it is empty.</summary>
    public Place? Root
    {
        get;
        private set
        {
            field = value;
            value?.BeRoot();
        }
    }

    /// <summary>Places in it.</summary>
    public int Count => Root?.Count ?? 0;

    /// <summary>The first place; null where it is empty.</summary>
    public Place? First => FirstOf(Root);

    /// <summary>Adds a place; its key must not be changed from now on.</summary>
    public void Add(Place place)
    {
        // Marsaglia's xorshift: the same jobs give the same tree each time.
        _random ^= _random << 13;
        _random ^= _random >> 17;
        _random ^= _random << 5;
        place.StandAlone(_random);
        Root = Add(Root, place);
    }

    /// <summary>Removes a place that is in it.</summary>
    public void Remove(Place place)
    {
        place.Resolve();
        Root = Remove(Root!, place);
    }

    /// <summary>Brings the sums up to date after a place in it has changed.</summary>
    public void Renew(Place place)
    {
        place.Resolve();
        Renew(Root!, place);
    }

    /// <summary>Places before another.</summary>
    public int Rank(Place place)
    {
        place.Resolve();
        int rank = place.Left?.Count ?? 0;
        for (Place at = Root!; at != place;)
        {
            bool isBefore = at.IsBefore(place);
            rank += isBefore ? 1 + (at.Left?.Count ?? 0) : 0;
            at = isBefore ? at.Right! : at.Left!;
        }

        return rank;
    }

    /// <summary>
    /// Has places that stand together due, and in the tree, at another time. False, and nothing has changed, where others stand between
    /// them or would.
    /// </summary>
    /// <param name="first">The first of them.</param>
    /// <param name="last">The last of them; of the same key.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="due">The time.</param>
    public bool TryMove(Place first, Place last, int count, long due)
    {
        first.Resolve();
        last.Resolve();
        long wasDue = first.Key;
        (Place? before, Place? moved) = Split(Root, first, isIncluded: false);
        (moved, Place? after) = Split(moved, last, isIncluded: true);
        moved!.BeRoot();
        bool isMoved = moved.Count == count;
        if (isMoved)
        {
            (before, after) = Split(Join(before, after), Moved(moved, first, last, due), isIncluded: false);
            if (FirstOf(after)?.IsBefore(last) is true)
            {
                isMoved = false;
                (before, after) = Split(Join(before, after), Moved(moved, first, last, wasDue), isIncluded: false);
            }
        }

        Root = Join(Join(before, moved), after);
        return isMoved;
    }

    /// <summary>Notes that places were passed over once more.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="end">The one after the last of them.</param>
    public void Pass(Place first, Place end)
    {
        first.Resolve();
        end.Resolve();
        (Place? before, Place? passed) = Split(Root, first, isIncluded: false);
        (passed, Place? after) = Split(passed, end, isIncluded: false);
        passed?.Pass();
        Root = Join(Join(before, passed), after);
    }

    /// <summary>The place after another; null for the last.</summary>
    public Place? After(Place place)
    {
        place.Resolve();
        Place? after = null;
        for (Place? at = Root; at is not null; at = place.IsBefore(at) ? at.Left : at.Right)
        {
            after = place.IsBefore(at) ? at : after;
        }

        return after;
    }

    /// <summary>The place before another; null for the first.</summary>
    public Place? Before(Place place)
    {
        place.Resolve();
        Place? before = null;
        for (Place? at = Root; at is not null; at = at.IsBefore(place) ? at.Right : at.Left)
        {
            before = at.IsBefore(place) ? at : before;
        }

        return before;
    }

    /// <summary>The first head after a place; null where there is none.</summary>
    public Place? HeadAfter(Place place)
    {
        place.Resolve();
        return HeadAfter(Root, place);
    }

    /// <summary>The last place before another that may be in time; null where there is none.</summary>
    public Place? InTimeBefore(Place place)
    {
        place.Resolve();
        return InTimeBefore(Root, place);
    }

    private static Place? FirstOf(Place? branch)
    {
        while (branch?.Left is { } before)
        {
            branch = before;
        }

        return branch;
    }

    /// <summary>Moves all of a branch that is in no tree; gives the first of it, whose key is known as that of the last is.</summary>
    private static Place Moved(Place branch, Place first, Place last, long due)
    {
        branch.Move(due);
        first.Resolve();
        last.Resolve();
        return first;
    }

    private static Place Add(Place? at, Place place)
    {
        if (at is null)
        {
            return place;
        }

        if (place.Priority > at.Priority)
        {
            (place.Left, place.Right) = Split(at, place, isIncluded: false);
            place.Sum();
            return place;
        }

        if (place.IsBefore(at))
        {
            at.Left = Add(at.Left, place);
        }
        else
        {
            at.Right = Add(at.Right, place);
        }

        at.Sum();
        return at;
    }

    private static Place? Remove(Place at, Place place)
    {
        if (at == place)
        {
            return Join(at.Left, at.Right);
        }

        if (place.IsBefore(at))
        {
            at.Left = Remove(at.Left!, place);
        }
        else
        {
            at.Right = Remove(at.Right!, place);
        }

        at.Sum();
        return at;
    }

    private static void Renew(Place at, Place place)
    {
        if (at != place)
        {
            Renew(place.IsBefore(at) ? at.Left! : at.Right!, place);
        }

        at.Sum();
    }

    /// <summary>What is before a place and what is after it; the place itself is in one of them.</summary>
    private static (Place? Before, Place? After) Split(Place? at, Place place, bool isIncluded)
    {
        if (at is null)
        {
            return (null, null);
        }

        if (at.IsBefore(place) || (isIncluded && at == place))
        {
            (at.Right, Place? after) = Split(at.Right, place, isIncluded);
            at.Sum();
            return (at, after);
        }

        (Place? before, at.Left) = Split(at.Left, place, isIncluded);
        at.Sum();
        return (before, at);
    }

    private static Place? Join(Place? before, Place? after)
    {
        if (before is null || after is null)
        {
            return before ?? after;
        }

        if (before.Priority > after.Priority)
        {
            before.Right = Join(before.Right, after);
            before.Sum();
            return before;
        }

        after.Left = Join(before, after.Left);
        after.Sum();
        return after;
    }

    private static Place? HeadAfter(Place? at, Place place) =>
        at is not { HasHead: true } ? null
        : !place.IsBefore(at) ? HeadAfter(at.Right, place)
        : HeadAfter(at.Left, place) ?? (at.IsHead ? at : FirstHead(at.Right));

    private static Place? FirstHead(Place? at) =>
        at is not { HasHead: true } ? null : FirstHead(at.Left) ?? (at.IsHead ? at : FirstHead(at.Right));

    private static Place? InTimeBefore(Place? at, Place place) =>
        at is not { HasInTime: true } ? null
        : !at.IsBefore(place) ? InTimeBefore(at.Left, place)
        : InTimeBefore(at.Right, place) ?? (at.MayBeInTime ? at : LastInTime(at.Left));

    private static Place? LastInTime(Place? at) =>
        at is not { HasInTime: true } ? null : LastInTime(at.Right) ?? (at.MayBeInTime ? at : LastInTime(at.Left));
}
