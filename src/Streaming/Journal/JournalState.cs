using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Journal;

/// <summary>
/// What the lines of a journal come to, and what follows from how the process that wrote them ended. A document is given up only if it was
/// alone in decoding each of the times that the process ended with it. Pure.
/// </summary>
internal sealed class JournalState
{
    /// <summary>So many ends in a row without a commit that gets the partition on make suspects of what is in decoding of a partition.</summary>
    public const int EndsWithoutProgress = 2;

    /// <summary>So many ends of the process while it was alone in decoding, and nothing else since, give a document up.</summary>
    public const int EndsAlone = 3;

    private static readonly JournalPlace Nowhere = new(new SourcePartition(string.Empty, 0), 0);
    private readonly Dictionary<SourcePartition, int> _ends = [];
    private readonly Dictionary<JournalPlace, int> _suspects = [];
    private readonly Dictionary<JournalPlace, bool> _inDecoding = [];
    private readonly Dictionary<SourcePartition, long> _committedTo = [];
    private readonly HashSet<SourcePartition> _progressed = [];
    private JournalPlace? _waiting;
    private bool _isStopped;

    /// <summary>How many records are in decoding.</summary>
    public int InDecoding => _inDecoding.Count;

    /// <summary>How many records are to be decoded alone.</summary>
    public int Suspects => _suspects.Count;

    /// <summary>How often the process ended while a record was alone in decoding; null where it need not be alone.</summary>
    public int? EndsOf(JournalPlace place) => _suspects.TryGetValue(place, out int ends) ? ends : null;

    /// <summary>Takes a line in.</summary>
    public void Take(in JournalLine line)
    {
        JournalPlace place = line.Place;
        switch (line.Event)
        {
            case JournalEvent.Ends:
                _ends[place.Partition] = line.Count;
                break;
            case JournalEvent.Suspect:
                _suspects[place] = line.Count;
                break;
            case JournalEvent.CommittedTo:
                _committedTo[place.Partition] = place.Offset;
                break;
            case JournalEvent.Begun or JournalEvent.BegunAlone:
                (_waiting, _isStopped) = (null, false);
                _inDecoding[place] = line.Event == JournalEvent.BegunAlone;
                break;
            case JournalEvent.Waiting:
                (_waiting, _isStopped) = (place, false);
                break;
            case JournalEvent.Ended:
                if (_inDecoding.Remove(place, out bool wasAlone) && wasAlone)
                {
                    _suspects.Remove(place);
                }

                break;
            case JournalEvent.GivenBack:
                _inDecoding.Remove(place);
                break;
            case JournalEvent.Committed:
                Commit(place);
                break;
            default:
                (_waiting, _isStopped) = (null, true);
                _inDecoding.Clear();
                break;
        }
    }

    /// <summary>What the next process has to know: this one has ended, in order or not.</summary>
    public JournalState AfterEnd()
    {
        JournalState next = new();
        Copy(_ends, next._ends);
        Copy(_suspects, next._suspects);
        Copy(_committedTo, next._committedTo);
        if (_isStopped)
        {
            return next;
        }

        if (_waiting is { } waiting && _inDecoding.Count == 0)
        {
            // It ended with nothing in decoding, at a time when it should have ended if it were not for the document: something else ends it.
            next._suspects[waiting] = 0;
        }
        else if (_inDecoding.Count == 1 && _inDecoding.Single() is { Value: true } alone)
        {
            next._suspects[alone.Key] = next._suspects.GetValueOrDefault(alone.Key) + 1;
        }
        else
        {
            Suspect(next);
        }

        return next;
    }

    /// <summary>The state as lines.</summary>
    public IEnumerable<JournalLine> Lines() =>
    [
        .. _committedTo.Select(one => new JournalLine(
            _progressed.Contains(one.Key) ? JournalEvent.Committed : JournalEvent.CommittedTo, new JournalPlace(one.Key, one.Value))),
        .. _ends.Select(static one => new JournalLine(JournalEvent.Ends, new JournalPlace(one.Key, 0), one.Value)),
        .. _suspects.Select(static one => new JournalLine(JournalEvent.Suspect, one.Key, one.Value)),
        .. _inDecoding.Select(static one => new JournalLine(one.Value ? JournalEvent.BegunAlone : JournalEvent.Begun, one.Key)),
        .. _waiting is { } place ? [new JournalLine(JournalEvent.Waiting, place)] : Array.Empty<JournalLine>(),
        .. _isStopped ? [new JournalLine(JournalEvent.Stopped, Nowhere)] : Array.Empty<JournalLine>(),
    ];

    /// <summary>The line that says that the process ends in order.</summary>
    public static JournalLine StoppedLine { get; } = new(JournalEvent.Stopped, Nowhere);

    private void Commit(JournalPlace to)
    {
        // Where results leave out of order, a commit need not get the partition on.
        if (!_committedTo.TryGetValue(to.Partition, out long before) || before != to.Offset)
        {
            _committedTo[to.Partition] = to.Offset;
            _progressed.Add(to.Partition);
            _ends.Remove(to.Partition);
        }

        foreach (JournalPlace place in _suspects.Keys.Where(place => place.Partition == to.Partition && place.Offset < to.Offset).ToArray())
        {
            _suspects.Remove(place);
        }
    }

    /// <summary>Of each partition that had records in decoding: one more end, unless something of it was committed.</summary>
    private void Suspect(JournalState next)
    {
        foreach (IGrouping<SourcePartition, JournalPlace> partition in _inDecoding.Keys.GroupBy(static place => place.Partition))
        {
            int ends = _progressed.Contains(partition.Key) ? 0 : next._ends.GetValueOrDefault(partition.Key) + 1;
            next._ends[partition.Key] = ends;
            foreach (JournalPlace place in ends >= EndsWithoutProgress ? partition : Enumerable.Empty<JournalPlace>())
            {
                next._suspects.TryAdd(place, 0);
            }
        }
    }

    private static void Copy<TKey, TValue>(Dictionary<TKey, TValue> from, Dictionary<TKey, TValue> to)
        where TKey : notnull
    {
        foreach ((TKey key, TValue value) in from)
        {
            to[key] = value;
        }
    }
}
