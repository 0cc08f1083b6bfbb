using System.Runtime.InteropServices;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Planning;

/// <summary>Decodes how many mentions a label has. Step 1 of PaDeLLM-NER.</summary>
public sealed class CountSequence : PlannedSequence
{
    private readonly PromptTemplate _template;
    private readonly PlanLimits _limits;
    private readonly List<TokenId> _decoded = [];

    internal CountSequence(int label, int prefixLength, TokenId[] suffix, PromptTemplate template, PlanLimits limits)
        : base(SequenceKind.Count, label)
    {
        _template = template;
        _limits = limits;
        PromptLength = prefixLength + suffix.Length;
        Feed.Begin(prefixLength);
        Feed.Add(suffix);
        WantNext(Feed);
    }

    /// <summary>Tokens of the label's prompt, the shared prefix included; mention sequences part from it here.</summary>
    public int PromptLength { get; }

    /// <summary>The count, adjusted where the limits say so and within them; 0 until it is known.</summary>
    public int Count { get; private set; }

    /// <summary>Whether what the model said was no number; the count is then 0.</summary>
    public bool IsInvalid { get; private set; }

    /// <summary>Whether the model announced more than the limit.</summary>
    public bool IsClamped { get; private set; }

    /// <summary>
    /// What the count is if it has ended with what is decoded so far and only the model's next choice can tell; 0 where the first mention's
    /// prompt does not begin with just these tokens, so that it would ask for something else.
    /// </summary>
    internal int Foreseen { get; private set; }

    /// <summary>Feeds a mention what is decoded so far and has it ask for what follows.</summary>
    internal void AskThrough(SequenceFeed feed)
    {
        feed.Add(CollectionsMarshal.AsSpan(_decoded));
        WantNext(feed);
    }

    /// <summary>Takes the choice that a mention asked for: the same that its own feed would have been given.</summary>
    /// <returns>Whether the count has ended and is what was foreseen.</returns>
    internal bool TakeFromMention(in TokenChoice choice)
    {
        int foreseen = Foreseen;
        if (!choice.IsValid)
        {
            Finish = FinishReason.Faulted;
            return false;
        }

        TakeOrFail([choice]);
        if (!IsFinished)
        {
            // The mention's slot held what was decoded; this one's holds the label's prompt.
            Feed.Begin(PromptLength);
            AskThrough(Feed);
        }

        return Finish is not (FinishReason.None or FinishReason.Faulted) && Count == foreseen;
    }

    private protected override void Take(ReadOnlySpan<TokenChoice> choices)
    {
        TokenChoice choice = choices[0];
        Note(choice);
        _decoded.Add(choice.Token);
        CountReading reading = _template.ReadCount(CollectionsMarshal.AsSpan(_decoded));
        int most = Math.Min(_limits.MaxMentionsPerLabel, _template.MaxCount);
        int count = Math.Clamp((reading.Count ?? 0) + _limits.CountAdjustment, 0, most);
        if (!reading.IsComplete && _decoded.Count < _limits.MaxCountTokens)
        {
            Foreseen = Foresee(count);
            Feed.Begin(PromptLength + _decoded.Count - 1);
            Feed.Add(choice.Token);
            WantNext(Feed);
            return;
        }

        IsInvalid = reading.Count is null;
        IsClamped = reading.Count > most;
        Count = count;
        Finish = reading.IsComplete ? FinishReason.Stop : FinishReason.Length;
    }

    /// <summary>
    /// A mention asks the very question of the count only if its prompt says the count in the tokens that were decoded. A vocabulary that
    /// merges digits or the separator, an adjusted or clamped count or a space before it may have it begin with others.
    /// </summary>
    private int Foresee(int count) =>
        _limits.ForcedSeparator && count > 0 && _template.MentionPrompt(count, 1).StartsWith(CollectionsMarshal.AsSpan(_decoded)) ? count : 0;

    private void WantNext(SequenceFeed feed)
    {
        ReadOnlySpan<TokenId> candidates = _template.CountCandidates;
        feed.Want(candidates.IsEmpty ? ChoiceScope.Vocabulary : ChoiceScope.Candidates, candidates);
    }
}
