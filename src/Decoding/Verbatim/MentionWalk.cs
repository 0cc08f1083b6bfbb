using System.Runtime.InteropServices;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Verbatim;

/// <summary>
/// A mention as a walk over the document's own tokens: the set of its places that still match, narrowed token by token. What may come
/// next is the tokens that follow those places, and the end where one of them stands at a word's end.
/// </summary>
public sealed class MentionWalk
{
    private readonly TextTokens _text;
    private readonly TokenId _end;
    private readonly List<int> _next = [];
    private readonly List<TokenId> _candidates = [];
    private int _length;

    /// <summary>A walk that has not begun.</summary>
    /// <param name="text">The document's tokens.</param>
    /// <param name="end">The token that ends a mention.</param>
    public MentionWalk(TextTokens text, TokenId end)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text = text;
        _end = end;
        for (int i = 0; i < text.Count; i++)
        {
            if (text[i].StartsWord)
            {
                _next.Add(i);
            }
        }

        CollectionsMarshal.SetCount(_candidates, text.Starts.Length);
        text.Starts.CopyTo(CollectionsMarshal.AsSpan(_candidates));
    }

    private MentionWalk(MentionWalk other)
    {
        (_text, _end) = (other._text, other._end);
        Follow(other);
    }

    /// <summary>What may come next, each token once; empty where no mention can begin at all.</summary>
    public ReadOnlySpan<TokenId> Candidates => CollectionsMarshal.AsSpan(_candidates);

    /// <summary>Tokens taken so far, the end not counted.</summary>
    public int Length => _length;

    /// <summary>How many places still match.</summary>
    public int Places => _next.Count;

    /// <summary>Whether the mention may end here.</summary>
    public bool MayEnd { get; private set; }

    /// <summary>The token that follows the only place left; null where there are several or the text ends.</summary>
    public TokenId? OnlyContinuation => _next.Count == 1 && _next[0] < _text.Count ? _text[_next[0]].Token : null;

    /// <summary>Tokens of the only place up to the end of its word, or of the text; 0 where there is none.</summary>
    public int TokensToWordEnd
    {
        get
        {
            if (OnlyContinuation is null)
            {
                return 0;
            }

            int last = _next[0];
            while (last < _text.Count - 1 && !_text[last].EndsWord)
            {
                last++;
            }

            return last - _next[0] + 1;
        }
    }

    /// <summary>Goes to where another walk over the same text stands.</summary>
    public void Follow(MentionWalk other)
    {
        ArgumentNullException.ThrowIfNull(other);
        (_length, MayEnd) = (other._length, other.MayEnd);
        _next.Clear();
        _next.AddRange(other._next);
        _candidates.Clear();
        _candidates.AddRange(other._candidates);
    }

    /// <summary>A walk that stands where this one stands and goes its own way.</summary>
    public MentionWalk Fork() => new(this);

    /// <summary>Takes one of the candidates other than the end.</summary>
    /// <exception cref="ArgumentException">The token is no candidate.</exception>
    public void Take(TokenId token)
    {
        int kept = 0;
        for (int i = 0; i < _next.Count; i++)
        {
            if (_next[i] < _text.Count && _text[_next[i]].Token == token)
            {
                _next[kept++] = _next[i] + 1;
            }
        }

        if (kept == 0)
        {
            throw new ArgumentException($"Token {token} does not continue the mention.", nameof(token));
        }

        _next.RemoveRange(kept, _next.Count - kept);
        _length++;
        CollectCandidates();
    }

    /// <summary>
    /// The mention as it is if it is over now: tokens of the text, first and last, for each place, in text order. Where a word goes on, as
    /// where a mention is cut, or only white space was left to take, it ends with the last word that it has whole; empty where it has none.
    /// </summary>
    public IReadOnlyList<(int First, int Last)> Mentions()
    {
        for (int back = 1; back <= _length; back++)
        {
            (int First, int Last)[] places = [.. _next.Where(next => _text[next - back].EndsWord).Select(next => (next - _length, next - back))];
            if (places.Length > 0)
            {
                return places;
            }
        }

        return [];
    }

    private void CollectCandidates()
    {
        _candidates.Clear();
        MayEnd = false;
        foreach (int next in _next)
        {
            MayEnd |= _text[next - 1].EndsWord;
            if (next < _text.Count && !_candidates.Contains(_text[next].Token))
            {
                _candidates.Add(_text[next].Token);
            }
        }

        if (MayEnd || _candidates.Count == 0)
        {
            _candidates.Add(_end);
        }
    }
}
