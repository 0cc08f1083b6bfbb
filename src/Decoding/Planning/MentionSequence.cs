using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Planning;

/// <summary>Decodes one mention of a label. Step 2 of PaDeLLM-NER.</summary>
public abstract class MentionSequence : PlannedSequence
{
    /// <summary>The count it asks for: of a label's provisional mentions, the first one does. Null once it has.</summary>
    private CountSequence? _asksFor;

    private protected MentionSequence(CountSequence count, int order, ReadOnlySpan<TokenId> prompt)
        : base(SequenceKind.Mention, count.Label)
    {
        Order = order;
        Feed.Begin(count.PromptLength);
        if (order == 1 && !count.IsFinished)
        {
            _asksFor = count;
            count.AskThrough(Feed);
        }

        Feed.Add(prompt[Feed.Count..]);
    }

    /// <summary>Which of its label's mentions it is, from 1.</summary>
    public int Order { get; }

    /// <summary>Sum of the log-probabilities of the mention's tokens, the end token not counted, as in the paper's equation.</summary>
    public double LogProbability { get; private protected set; }

    /// <summary>The mention's text; empty where the model ended it at once.</summary>
    public abstract string Text { get; }

    /// <summary>Where the mention may stand in the window's text, in text order; empty where it must be searched for.</summary>
    public virtual IReadOnlyList<TextSpan> Occurrences => [];

    private protected override ReadOnlySpan<TokenChoice> PassOn(ReadOnlySpan<TokenChoice> choices)
    {
        if (_asksFor is not { } count)
        {
            return choices;
        }

        _asksFor = null;
        if (!count.TakeFromMention(choices[0]))
        {
            Finish = FinishReason.Dropped;
        }

        return choices[1..];
    }
}
