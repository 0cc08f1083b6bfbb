namespace PaDeNer.Simulation;

/// <summary>
/// What documents are like: lengths by quantiles, mentions by their mean. Documents are drawn from it: text lengths between the quantiles,
/// counts from a Poisson distribution whose mean goes with the text's length, mention lengths from a geometric one.
/// </summary>
public sealed record DocumentMix
{
    /// <summary>Tokens of text at evenly spaced quantiles, from the shortest to the longest; at least one.</summary>
    public required IReadOnlyList<int> TextTokens { get; init; }

    /// <summary>Labels asked of each document; 1 to 64.</summary>
    public required int Labels { get; init; }

    /// <summary>Mentions per document, all labels together; mean.</summary>
    public required double MentionsPerDocument { get; init; }

    /// <summary>Tokens per mention that the model is asked for; mean, 1 or more.</summary>
    public required double TokensPerMention { get; init; }

    /// <summary>Quantiles of lengths: the shortest, the longest, and evenly between.</summary>
    /// <param name="lengths">At least one.</param>
    /// <param name="parts">Into how many parts they cut; 1 or more.</param>
    public static IReadOnlyList<int> QuantilesOf(IReadOnlyList<int> lengths, int parts)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        int[] sorted = [.. lengths.Order()];
        return [.. Enumerable.Range(0, parts + 1).Select(i => sorted[(int)Math.Round(i * (sorted.Length - 1) / (double)parts)])];
    }

    /// <summary>Draws a document.</summary>
    public SimulatedDocument Draw(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        int text = DrawTextTokens(random);
        double mean = MentionsPerDocument / Labels * text / Math.Max(1, MeanTextTokens());
        int[][] mentions = new int[Labels][];
        for (int label = 0; label < Labels; label++)
        {
            mentions[label] = new int[Poisson(random, mean)];
            for (int i = 0; i < mentions[label].Length; i++)
            {
                mentions[label][i] = Geometric(random, TokensPerMention);
            }
        }

        return new SimulatedDocument(text, mentions);
    }

    /// <summary>Mean tokens of text.</summary>
    public double MeanTextTokens()
    {
        double sum = 0;
        for (int i = 0; i + 1 < TextTokens.Count; i++)
        {
            sum += (TextTokens[i] + TextTokens[i + 1]) / 2.0;
        }

        return TextTokens.Count == 1 ? TextTokens[0] : sum / (TextTokens.Count - 1);
    }

    private int DrawTextTokens(Random random)
    {
        double place = random.NextDouble() * (TextTokens.Count - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, TextTokens.Count - 1);
        return Math.Max(1, (int)Math.Round(TextTokens[below] + ((place - below) * (TextTokens[above] - TextTokens[below]))));
    }

    private static int Poisson(Random random, double mean)
    {
        double limit = Math.Exp(-Math.Min(mean, 30));
        double product = random.NextDouble();
        int count = 0;
        while (product > limit && count < SimulatedPlanner.MostMentions)
        {
            product *= random.NextDouble();
            count++;
        }

        return count;
    }

    private static int Geometric(Random random, double mean)
    {
        int length = 1;
        while (length < SimulatedPlanner.MostMentionTokens && random.NextDouble() > 1 / Math.Max(1, mean))
        {
            length++;
        }

        return length;
    }
}
