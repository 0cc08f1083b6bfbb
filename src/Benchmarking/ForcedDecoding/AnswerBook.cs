using System.Runtime.InteropServices;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarking.ForcedDecoding;

/// <summary>
/// The reference token after each token history, for the documents in decoding. A document is added before it is submitted and removed
/// after it; one that is in flight twice is counted twice. Safe from any thread; a look-up allocates nothing.
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

    /// <summary>Adds a document's answers.</summary>
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

    /// <summary>Removes a document's answers, added once before.</summary>
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

    /// <summary>Finds the reference token after a history.</summary>
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
