using System.Runtime.InteropServices;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;
using PaDeNer.Decoding.Verbatim;

namespace PaDeNer.Decoding.Planning;

/// <summary>
/// A mention as a walk over the document's own tokens. A token without an alternative is taken without asking the model; with drafts,
/// the only place's next words are fed ahead of the choices where that pays, and these then say in one step where the mention ends.
/// </summary>
internal sealed class VerbatimMentionSequence : MentionSequence
{
    private readonly TextTokens _text;
    private readonly TokenId _end;
    private readonly ChoiceScope _scope;
    private readonly PlanLimits _limits;
    private readonly MentionWalk _walk;
    private readonly DraftAdvisor? _drafts;
    private readonly List<TokenId> _tokens = [];
    private readonly int _firstPosition;
    private MentionWalk? _ahead;

    /// <summary>How often it has been learnt whether the mention goes on: once for each word but the last.</summary>
    private int _words;

    /// <summary>How many of the mention's tokens have been evaluated.</summary>
    private int _evaluated;

    public VerbatimMentionSequence(
        CountSequence count, int order, ReadOnlySpan<TokenId> prompt, TextTokens text, TokenId end, ChoiceScope scope, PlanLimits limits, DraftAdvisor? drafts)
        : base(count, order, prompt)
    {
        _text = text;
        _end = end;
        _scope = scope;
        _limits = limits;
        _drafts = drafts;
        _walk = new MentionWalk(text, end);
        _firstPosition = count.PromptLength + prompt.Length;
        TakeForced();
        if (!IsFinished)
        {
            Feed.Add(CollectionsMarshal.AsSpan(_tokens));
            Ask();
        }
    }

    public override string Text => Occurrences is [TextSpan first, ..] ? _text.Text[first.Start..first.End] : string.Empty;

    public override IReadOnlyList<TextSpan> Occurrences =>
        [.. _walk.Mentions().Select(mention => new TextSpan(_text[mention.First].Start, _text[mention.Last].End))];

    private protected override void Take(ReadOnlySpan<TokenChoice> choices)
    {
        int fedMentionTokens = Feed.Position + Feed.Count - _firstPosition - _evaluated;
        ReadOnlySpan<TokenId> fed = Feed.Tokens[^fedMentionTokens..];
        int skipped = Feed.Count - fedMentionTokens;
        int passedOn = Feed.OutputCount - choices.Length;
        for (int i = 0; i < choices.Length; i++)
        {
            int fedUpToHere = Feed.OutputIndex(passedOn + i) + 1 - skipped;
            if (!CollectionsMarshal.AsSpan(_tokens)[_evaluated..].SequenceEqual(fed[..fedUpToHere]))
            {
                // The draft parts from what the model chose: choices from here on answer a question nobody asks any more.
                break;
            }

            Note(choices[i]);
            Learn(choices[i].Token != _end);
            if (choices[i].Token == _end)
            {
                Finish = FinishReason.Stop;
                return;
            }

            LogProbability += choices[i].LogProbability;
            Accept(choices[i].Token);
            TakeForced();
            if (IsFinished)
            {
                return;
            }
        }

        int confirmed = CollectionsMarshal.AsSpan(_tokens)[_evaluated..].CommonPrefixLength(fed);
        _evaluated = Math.Min(_evaluated + confirmed, _tokens.Count - 1);
        Feed.Begin(_firstPosition + _evaluated);
        Feed.Add(CollectionsMarshal.AsSpan(_tokens)[_evaluated..]);
        Ask();
    }

    /// <summary>Takes what has no alternative. The end has none where nothing may follow; a token only if its probability is 1 by definition.</summary>
    private void TakeForced()
    {
        while (!IsFinished && _walk.Candidates.Length <= 1)
        {
            if (_walk.Candidates is not [TokenId only] || only == _end)
            {
                Finish = FinishReason.Stop;
            }
            else if (_scope == ChoiceScope.Candidates)
            {
                Accept(only);
            }
            else
            {
                return;
            }
        }
    }

    private void Accept(TokenId token)
    {
        _tokens.Add(token);
        _walk.Take(token);
        if (_tokens.Count >= _limits.MaxMentionTokens)
        {
            Finish = FinishReason.Length;
        }
    }

    /// <summary>What the model chose where the only place may end or go on.</summary>
    private void Learn(bool wentOn)
    {
        if (_walk.Candidates.Length > 1 && _walk.OnlyContinuation is not null)
        {
            _drafts?.Learn(Label, ++_words, wentOn);
        }
    }

    /// <summary>Wants the next choice and, drafting, those after it as long as there is one place left to read on from and it pays.</summary>
    private void Ask()
    {
        Feed.Want(_scope, _walk.Candidates);
        if (_walk.OnlyContinuation is null || (_limits.DraftTokens == 0 && _walk.Candidates.Length > 1))
        {
            return;
        }

        MentionWalk ahead = _ahead ??= _walk.Fork();
        ahead.Follow(_walk);
        double chance = 1;
        int word = _words;
        int left = _limits.DraftTokens;
        while (ahead.Length + 1 < _limits.MaxMentionTokens && ahead.OnlyContinuation is { } next)
        {
            if (ahead.Candidates.Length > 1)
            {
                // What is fed from here on is of use only if the model goes on: a word or nothing.
                int rows = ahead.TokensToWordEnd;
                chance *= _drafts?.GoesOn(Label, ++word) ?? 1;
                left -= rows;
                if (left < 0 || _drafts?.Pays(chance, rows) == false)
                {
                    return;
                }
            }

            ahead.Take(next);
            if (ahead.Candidates is [TokenId only] && only == _end)
            {
                return;
            }

            Feed.Add(next);
            if (ahead.Candidates.Length > 1 || _scope != ChoiceScope.Candidates)
            {
                Feed.Want(_scope, ahead.Candidates);
            }
        }
    }
}
