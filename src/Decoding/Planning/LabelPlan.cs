using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Planning;

/// <summary>
/// A label of a window: its count, and the mentions that the count brings forth once it has ended or, provisionally, as soon as it may
/// have. Provisional mentions are dropped where the first of them learns that the count is another.
/// </summary>
/// <param name="count">Its count.</param>
/// <param name="newMention">Makes a mention: of which count, how many there are, which of them, from 1.</param>
internal sealed class LabelPlan(CountSequence count, Func<CountSequence, int, int, MentionSequence> newMention)
{
    private IReadOnlyList<MentionSequence> _dropped = [];
    private int _running;

    public CountSequence Count { get; } = count;

    /// <summary>In order; empty until the count is known or foreseen.</summary>
    public IReadOnlyList<MentionSequence> Mentions { get; private set; } = [];

    /// <summary>Tokens evaluated for mentions that were dropped.</summary>
    public int TokensDropped => _dropped.Sum(static mention => mention.TokensEvaluated);

    /// <summary>Whether its sequences have ended and no more can come.</summary>
    public bool IsComplete => Count.IsFinished && _running == 0;

    /// <summary>Notes what one of its sequences has become by the choices it took.</summary>
    public LabelChange Note(PlannedSequence sequence)
    {
        bool drops = sequence.Finish == FinishReason.Dropped;
        if (drops)
        {
            _dropped = [.. _dropped, .. Mentions];
            Mentions = [];
            _running = 0;
        }
        else if (sequence is MentionSequence)
        {
            _running -= sequence.IsFinished ? 1 : 0;
            return LabelChange.None;
        }

        return new LabelChange(BringForthOrFail(Count.IsFinished ? Count.Count : Count.Foreseen), drops);
    }

    /// <summary>Mentions that cannot be begun are not asked for: the count ends as faulted, and the document with it.</summary>
    private MentionSequence[] BringForthOrFail(int mentions)
    {
        try
        {
            return BringForth(mentions);
        }
        catch (Exception failure) when (DocumentFailure.IsOfDocument(failure))
        {
            Count.Fail(failure);
            return [];
        }
    }

    private MentionSequence[] BringForth(int mentions)
    {
        MentionSequence[] born = new MentionSequence[mentions];
        for (int i = 0; i < mentions; i++)
        {
            born[i] = newMention(Count, mentions, i + 1);
        }

        if (!Count.IsFinished && (mentions == 0 || born[0].IsFinished))
        {
            // Nobody is there to ask whether the count has ended: it asks itself.
            return [];
        }

        Mentions = born;
        MentionSequence[] running = Array.FindAll(born, static mention => !mention.IsFinished);
        _running = running.Length;
        return running;
    }
}
