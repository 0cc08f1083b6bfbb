using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Testing.Engines;

/// <summary>Runs a plan's sequences one after the other on a scripted function, without engine or scheduler.</summary>
public static class SoloRunner
{
    /// <summary>Runs a plan to its end.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="next">What comes after the tokens of a sequence.</param>
    public static void Run(DocumentPlan plan, NextToken next)
    {
        ArgumentNullException.ThrowIfNull(plan);
        foreach (WindowPlan window in plan.Windows)
        {
            foreach (CountSequence count in window.Counts)
            {
                Run(window, count, next);
            }
        }
    }

    /// <summary>Runs a label: its count, until it has ended or its mentions ask in its stead, and these in order.</summary>
    private static void Run(WindowPlan window, CountSequence count, NextToken next)
    {
        List<TokenId> held = [.. window.Prompt.Prefix];
        Queue<PlannedSequence> ready = new([count]);
        for (int steps = 0; ready.TryPeek(out PlannedSequence? sequence); steps++)
        {
            if (steps > 10_000)
            {
                throw new InvalidOperationException("The label does not end.");
            }

            Step(sequence, held, next);
            LabelChange change = window.Note(sequence);
            if (change.DropsMentions)
            {
                ready.Clear();
                if (change.Born.Count == 0 && !count.IsFinished)
                {
                    ready.Enqueue(count);
                }
            }
            else if (sequence.IsFinished || change.Born.Count > 0)
            {
                ready.Dequeue();
            }

            foreach (MentionSequence mention in change.Born)
            {
                ready.Enqueue(mention);
            }
        }
    }

    private static void Step(PlannedSequence sequence, List<TokenId> held, NextToken next)
    {
        SequenceFeed feed = sequence.Feed;
        held.RemoveRange(feed.Position, held.Count - feed.Position);
        TokenChoice[] choices = new TokenChoice[feed.OutputCount];
        int output = 0;
        for (int i = 0; i < feed.Count; i++)
        {
            held.Add(feed.Tokens[i]);
            if (output < feed.OutputCount && feed.OutputIndex(output) == i)
            {
                choices[output] = next([.. held], feed.OutputScope(output), feed.OutputCandidates(output));
                output++;
            }
        }

        sequence.Advance(choices);
    }
}
