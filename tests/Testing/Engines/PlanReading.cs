using PaDeNer.Decoding.Planning;

namespace PaDeNer.Testing.Engines;

/// <summary>Reads a complete plan in the terms of the reference decoder.</summary>
public static class PlanReading
{
    public static ReferenceReading Of(WindowPlan window)
    {
        ArgumentNullException.ThrowIfNull(window);
        List<MentionReading> mentions = [];
        for (int label = 0; label < window.Labels.Count; label++)
        {
            float countMargin = window.Counts[label].LowestMargin;
            mentions.AddRange(window.MentionsOf(label).Select(mention => new MentionReading(
                window.Labels[label].Name, mention.Order, mention.Text, mention.LogProbability, MathF.Min(countMargin, mention.LowestMargin))));
        }

        return new ReferenceReading(
            [.. window.Counts.Select(static count => count.Count)],
            [.. window.Counts.Select(static count => count.LowestMargin)],
            mentions);
    }
}
