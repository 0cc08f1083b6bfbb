namespace PaDeNer.Batching.Admission;

/// <summary>
/// A job's place in a <see cref="PlaceTree"/>, and what is known of its branch: itself and all places below it. What is changed for a whole
/// branch is handed down to those below when somebody looks at them.
/// </summary>
internal sealed class Place(WaitingJob owner)
{
    private Place? _left;
    private Place? _right;
    private Place? _parent;
    private long? _keyBelow;
    private int _passedBelow;

    /// <summary>Whose place it is.</summary>
    public WaitingJob Owner { get; } = owner;

    /// <summary>
    /// Where it comes in the tree; of equal ones, the lower ticket comes first. Is known where the place was come to through the tree or
    /// <see cref="Resolve"/> was called.
    /// </summary>
    public long Key { get; set; }

    /// <summary>Rows of its text.</summary>
    public int Rows { get; set; } = owner.Job.TextRows;

    /// <summary>When it is due, a timestamp.</summary>
    public long Due { get; set; }

    /// <summary>Whether it counts among those that may be in time.</summary>
    public bool MayBeInTime { get; set; }

    /// <summary>Whether it counts among those that may be late.</summary>
    public bool MayBeLate { get; set; }

    /// <summary>Whether nobody but itself is late where it waits.</summary>
    public bool MayWait { get; set; }

    /// <summary>Whether no result before its own waits for a document in the queue.</summary>
    public bool IsHead { get; set; }

    /// <summary>How often it was passed over for one that goes better with what a lane has; known where its key is.</summary>
    public int Passed { get; private set; }

    /// <summary>The choice it was given up in last; see <see cref="FewestLate"/>.</summary>
    public long GivenUpIn { get; set; }

    /// <summary>The branch before it.</summary>
    public Place? Left
    {
        get
        {
            HandDown();
            return _left;
        }

        set => Adopt(ref _left, value);
    }

    /// <summary>The branch after it.</summary>
    public Place? Right
    {
        get
        {
            HandDown();
            return _right;
        }

        set => Adopt(ref _right, value);
    }

    /// <summary>Keeps the tree balanced: nobody below has a higher one.</summary>
    public uint Priority { get; private set; }

    /// <summary>Places in the branch.</summary>
    public int Count { get; private set; }

    /// <summary>Rows of all texts in the branch.</summary>
    public long AllRows { get; private set; }

    /// <summary>Whether one that may be in time is in the branch.</summary>
    public bool HasInTime { get; private set; }

    /// <summary>Rows of the longest text among those that may be in time; 0 where there are none.</summary>
    public int Longest { get; private set; }

    /// <summary>When the first of those that may be in time is due; never where there are none.</summary>
    public long Earliest { get; private set; }

    /// <summary>Rows of the shortest text among those that may be late.</summary>
    public int Shortest { get; private set; }

    /// <summary>When the last of those that may be late is due; <see cref="long.MinValue"/> where there are none.</summary>
    public long Latest { get; private set; }

    /// <summary>Whether a head is in the branch.</summary>
    public bool HasHead { get; private set; }

    /// <summary>Of those in the branch that may wait, the one that costs most; of equal ones the last. Null where there are none.</summary>
    public Place? Costliest { get; private set; }

    /// <summary>Whether it comes before another in the tree.</summary>
    public bool IsBefore(Place other) => Key != other.Key ? Key < other.Key : Owner.Job.Ticket.Value < other.Owner.Job.Ticket.Value;

    /// <summary>Makes it a branch of its own.</summary>
    public void StandAlone(uint priority)
    {
        (_left, _right, _parent, Priority) = (null, null, null, priority);
        (_keyBelow, _passedBelow) = (null, 0);
        Sum();
    }

    /// <summary>Makes it the first of a tree, or of a part cut off.</summary>
    public void BeRoot() => _parent = null;

    /// <summary>Has it know what was changed for branches it is in.</summary>
    public void Resolve()
    {
        _parent?.Resolve();
        HandDown();
    }

    /// <summary>Has all of its branch due, and in the tree, at one time; who is in it may be in time and may be late.</summary>
    public void Move(long due)
    {
        (Key, Due, Earliest, Latest) = (due, due, due, due);
        _keyBelow = due;
    }

    /// <summary>Notes that all of its branch were passed over once more.</summary>
    public void Pass() => Pass(1);

    /// <summary>Brings what is known of the branch up to date; that of those below must be.</summary>
    public void Sum()
    {
        (Count, AllRows, HasHead, HasInTime, Costliest) = (1, Rows, IsHead, MayBeInTime, MayWait ? this : null);
        (Longest, Earliest) = MayBeInTime ? (Rows, Due) : (0, long.MaxValue);
        (Shortest, Latest) = MayBeLate ? (Rows, Due) : (int.MaxValue, long.MinValue);
        if (Left is { } before)
        {
            Include(before);
            Costliest = Costlier(before.Costliest, Costliest);
        }

        if (Right is { } after)
        {
            Include(after);
            Costliest = Costlier(Costliest, after.Costliest);
        }
    }

    /// <summary>The one that costs more: the longer text, or the other one of the two where both are as long.</summary>
    private static Place? Costlier(Place? one, Place? other) =>
        other is null || (one is not null && one.Rows > other.Rows) ? one : other;

    private void Include(Place branch)
    {
        Count += branch.Count;
        AllRows += branch.AllRows;
        HasHead |= branch.HasHead;
        HasInTime |= branch.HasInTime;
        Longest = Math.Max(Longest, branch.Longest);
        Earliest = Math.Min(Earliest, branch.Earliest);
        Shortest = Math.Min(Shortest, branch.Shortest);
        Latest = Math.Max(Latest, branch.Latest);
    }

    private void Adopt(ref Place? child, Place? value)
    {
        HandDown();
        child = value;
        if (value is not null)
        {
            value._parent = this;
        }
    }

    private void HandDown()
    {
        if (_keyBelow is { } key)
        {
            _left?.Move(key);
            _right?.Move(key);
            _keyBelow = null;
        }

        if (_passedBelow > 0)
        {
            _left?.Pass(_passedBelow);
            _right?.Pass(_passedBelow);
            _passedBelow = 0;
        }
    }

    private void Pass(int times)
    {
        Passed += times;
        _passedBelow += times;
    }
}
