using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Planning;

/// <summary>
/// One sequence of a plan: says which tokens to evaluate next and takes the model's choices. Where it runs and with whom is not its
/// concern. A next feed may begin before the tokens already evaluated end: what lies from there on is void.
/// </summary>
public abstract class PlannedSequence
{
    private protected PlannedSequence(SequenceKind kind, int label)
    {
        Kind = kind;
        Label = label;
    }

    /// <summary>What it decodes.</summary>
    public SequenceKind Kind { get; }

    /// <summary>Index of its label in the window's labels.</summary>
    public int Label { get; }

    /// <summary>What to evaluate next; nothing to do once <see cref="Finish"/> is set.</summary>
    public SequenceFeed Feed { get; } = new();

    /// <summary>Why it ended; <see cref="FinishReason.None"/> while it runs.</summary>
    public FinishReason Finish { get; private protected set; }

    /// <summary>Whether it ended.</summary>
    public bool IsFinished => Finish != FinishReason.None;

    /// <summary>The document's outcome where decoding this sequence threw; null otherwise.</summary>
    internal DocumentOutcome? Failure { get; private set; }

    /// <summary>Tokens evaluated for this sequence alone.</summary>
    public int TokensEvaluated { get; private set; }

    /// <summary>Smallest margin of its choices so far.</summary>
    public float LowestMargin { get; private set; } = float.PositiveInfinity;

    /// <summary>
    /// Takes the choices of the whole feed, one per output, in order, and prepares the next feed or ends. What only this document makes fail
    /// ends it as faulted: <see cref="DocumentFailure"/>.
    /// </summary>
    /// <exception cref="ArgumentException">Not one choice per output.</exception>
    public void Advance(ReadOnlySpan<TokenChoice> choices)
    {
        if (choices.Length != Feed.OutputCount || IsFinished)
        {
            throw new ArgumentException($"Expected {Feed.OutputCount} choices of a running sequence, got {choices.Length}.", nameof(choices));
        }

        TokensEvaluated += Feed.Count;
        ReadOnlySpan<TokenChoice> own = PassOn(choices);
        if (IsFinished)
        {
            return;
        }

        foreach (TokenChoice choice in own)
        {
            if (!choice.IsValid)
            {
                Finish = FinishReason.Faulted;
                return;
            }
        }

        TakeOrFail(own);
    }

    /// <summary>Ends it as faulted by what it threw.</summary>
    internal void Fail(Exception failure)
    {
        Failure = DocumentFailure.Of(DocumentFault.DecodingFailed, failure);
        Finish = FinishReason.Faulted;
    }

    /// <summary>Ends it before its time, as nobody asks for what it decodes any more.</summary>
    /// <param name="fed">Tokens of its feed that have been evaluated.</param>
    public void Drop(int fed)
    {
        TokensEvaluated += fed;
        Finish = FinishReason.Dropped;
    }

    /// <summary>Passes on the choices it asked for in another's stead; they come first. May end it.</summary>
    /// <returns>Its own choices.</returns>
    private protected virtual ReadOnlySpan<TokenChoice> PassOn(ReadOnlySpan<TokenChoice> choices) => choices;

    /// <summary>Takes its own choices, and ends it as faulted where that throws.</summary>
    private protected void TakeOrFail(ReadOnlySpan<TokenChoice> choices)
    {
        try
        {
            Take(choices);
        }
        catch (Exception failure) when (DocumentFailure.IsOfDocument(failure))
        {
            Fail(failure);
        }
    }

    /// <summary>Takes its own choices: those of the feed's last outputs.</summary>
    private protected abstract void Take(ReadOnlySpan<TokenChoice> choices);

    private protected void Note(in TokenChoice choice) => LowestMargin = MathF.Min(LowestMargin, choice.Margin);
}
