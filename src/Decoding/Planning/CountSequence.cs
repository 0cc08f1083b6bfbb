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
        WantNext();
    }

    /// <summary>Tokens of the label's prompt, the shared prefix included; mention sequences part from it here.</summary>
    public int PromptLength { get; }

    /// <summary>The count, adjusted where the limits say so and within them; 0 until it is known.</summary>
    public int Count { get; private set; }

    /// <summary>Whether what the model said was no number; the count is then 0.</summary>
    public bool IsInvalid { get; private set; }

    /// <summary>Whether the model announced more than the limit.</summary>
    public bool IsClamped { get; private set; }

    private protected override void Take(ReadOnlySpan<TokenChoice> choices)
    {
        TokenChoice choice = choices[0];
        Note(choice);
        _decoded.Add(choice.Token);
        CountReading reading = _template.ReadCount(CollectionsMarshal.AsSpan(_decoded));
        if (!reading.IsComplete && _decoded.Count < _limits.MaxCountTokens)
        {
            Feed.Begin(Feed.Position + Feed.Count);
            Feed.Add(choice.Token);
            WantNext();
            return;
        }

        int most = Math.Min(_limits.MaxMentionsPerLabel, _template.MaxCount);
        IsInvalid = reading.Count is null;
        IsClamped = reading.Count > most;
        Count = Math.Clamp((reading.Count ?? 0) + _limits.CountAdjustment, 0, most);
        Finish = reading.IsComplete ? FinishReason.Stop : FinishReason.Length;
    }

    private void WantNext()
    {
        ReadOnlySpan<TokenId> candidates = _template.CountCandidates;
        Feed.Want(candidates.IsEmpty ? ChoiceScope.Vocabulary : ChoiceScope.Candidates, candidates);
    }
}
