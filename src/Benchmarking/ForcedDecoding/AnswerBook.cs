using System.Runtime.InteropServices;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarking.ForcedDecoding;

/// <summary>
/// What comes next after a history, for the documents in decoding. Filled before a document is submitted and emptied after it; the same
/// text twice in flight is counted. Safe from any thread; looking up allocates nothing.
/// </summary>
internal sealed class AnswerBook
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, Entry> _entries = [];

    /// <summary>Histories with an answer.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Writes a document's answers in.</summary>
    public void Add(DocumentAnswers answers)
    {
        lock (_gate)
        {
            foreach ((ulong history, TokenId next) in Histories(answers))
            {
                ref Entry entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, history, out bool known);
                entry = known ? entry with { Users = entry.Users + 1 } : new Entry(next, 1);
            }
        }
    }

    /// <summary>Strikes a document's answers out.</summary>
    public void Remove(DocumentAnswers answers)
    {
        lock (_gate)
        {
            foreach ((ulong history, _) in Histories(answers))
            {
                ref Entry entry = ref CollectionsMarshal.GetValueRefOrNullRef(_entries, history);
                if (entry.Users > 1)
                {
                    entry = entry with { Users = entry.Users - 1 };
                }
                else
                {
                    _entries.Remove(history);
                }
            }
        }
    }

    /// <summary>Looks a history up.</summary>
    internal bool TryFind(ulong history, out TokenId next)
    {
        lock (_gate)
        {
            bool known = _entries.TryGetValue(history, out Entry entry);
            next = entry.Next;
            return known;
        }
    }

    private static IEnumerable<(ulong History, TokenId Next)> Histories(DocumentAnswers answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        foreach (LabelAnswers label in answers.Labels)
        {
            ulong prompt = HistoryHash.Next(HistoryHash.Empty, label.Prompt);
            foreach ((ulong, TokenId) entry in Along(prompt, label.Count))
            {
                yield return entry;
            }

            foreach (MentionAnswer mention in label.Mentions)
            {
                foreach ((ulong, TokenId) entry in Along(HistoryHash.Next(prompt, mention.Prompt), mention.Answer))
                {
                    yield return entry;
                }
            }
        }
    }

    private static IEnumerable<(ulong History, TokenId Next)> Along(ulong history, TokenId[] answer)
    {
        foreach (TokenId token in answer)
        {
            yield return (history, token);
            history = HistoryHash.Next(history, token);
        }
    }

    private readonly record struct Entry(TokenId Next, int Users);
}
