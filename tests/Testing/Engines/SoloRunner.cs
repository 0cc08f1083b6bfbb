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
                List<TokenId> prompt = [.. window.Prompt.Prefix];
                Run(count, prompt, next);
                foreach (MentionSequence mention in window.Finish(count))
                {
                    Run(mention, [.. window.Prompt.Prefix, .. window.Prompt.Suffixes[count.Label]], next);
                    window.Finish(mention);
                }
            }
        }
    }

    private static void Run(PlannedSequence sequence, List<TokenId> held, NextToken next)
    {
        for (int steps = 0; !sequence.IsFinished; steps++)
        {
            if (steps > 1000)
            {
                throw new InvalidOperationException("The sequence does not end.");
            }

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
}
