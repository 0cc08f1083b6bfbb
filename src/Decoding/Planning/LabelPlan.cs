namespace PaDeNer.Decoding.Planning;

/// <summary>A label of a window: its count, and the mentions that the count brings forth.</summary>
/// <param name="count">Its count.</param>
/// <param name="newMention">Makes a mention: of which count, how many there are, which of them, from 1.</param>
internal sealed class LabelPlan(CountSequence count, Func<CountSequence, int, int, MentionSequence> newMention)
{
    private int _running;

    public CountSequence Count { get; } = count;

    /// <summary>In order; empty until the count is known.</summary>
    public IReadOnlyList<MentionSequence> Mentions { get; private set; } = [];

    /// <summary>Whether its sequences have ended and no more can come.</summary>
    public bool IsComplete => Count.IsFinished && _running == 0;

    /// <summary>Notes that one of its sequences has ended.</summary>
    /// <returns>The new mention sequences that have something to decode.</returns>
    public IReadOnlyList<MentionSequence> Finish(PlannedSequence sequence)
    {
        if (sequence is CountSequence)
        {
            return BringForth(Count.Count);
        }

        _running--;
        return [];
    }

    private MentionSequence[] BringForth(int mentions)
    {
        MentionSequence[] born = new MentionSequence[mentions];
        for (int i = 0; i < mentions; i++)
        {
            born[i] = newMention(Count, mentions, i + 1);
        }

        Mentions = born;
        MentionSequence[] running = Array.FindAll(born, static mention => !mention.IsFinished);
        _running = running.Length;
        return running;
    }
}
