using PaDeNer.Decoding.Entities;

namespace PaDeNer.Training.Evaluation;

/// <summary>Finds the cause of each error of a text.</summary>
internal static class ErrorCauses
{
    public static ErrorBreakdown Of(IReadOnlyList<ScoredText> texts)
    {
        ErrorBreakdown errors = default;
        foreach (ScoredText text in texts)
        {
            foreach (string label in text.Source.Labels)
            {
                errors = Add(errors, text, label);
            }
        }

        return errors;
    }

    private static ErrorBreakdown Add(ErrorBreakdown errors, ScoredText text, string label)
    {
        HashSet<string> gold = StringsOf(text.Source.Gold, label);
        HashSet<string> given = StringsOf(text.Entities, label);
        IReadOnlyList<string> decoded = text.Source.Decoded?.GetValueOrDefault(label)
            ?? [.. text.Source.Mentions.Where(mention => mention.Label.Name == label).Select(static mention => mention.Text)];
        bool countIsWrong = decoded.Count != CountTable.CountOf(text.Source.Gold, label);
        bool repeats = HasRepeat(decoded, text.Source.Gold, label);
        foreach (string wrong in given.Except(gold, StringComparer.Ordinal))
        {
            bool elsewhere = text.Source.Gold.Any(entity => entity.Label.Name != label && entity.Text == wrong);
            errors = errors.With(elsewhere ? ErrorKind.Label : countIsWrong ? ErrorKind.Count : ErrorKind.Text);
        }

        foreach (string missing in gold.Except(given, StringComparer.Ordinal))
        {
            bool elsewhere = text.Entities.Any(entity => entity.Label.Name != label && entity.Text == missing);
            errors = errors.With(elsewhere ? ErrorKind.Label : countIsWrong ? ErrorKind.Count : repeats ? ErrorKind.Index : ErrorKind.Text);
        }

        return errors;
    }

    private static HashSet<string> StringsOf(IReadOnlyList<Entity> entities, string label) =>
        entities.Where(entity => entity.Label.Name == label).Select(static entity => entity.Text).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether some mention was decoded twice or more, and more often than it is annotated.</summary>
    private static bool HasRepeat(IReadOnlyList<string> decoded, IReadOnlyList<Entity> gold, string label) =>
        decoded.GroupBy(static text => text, StringComparer.Ordinal).Any(group =>
            group.Count() > Math.Max(1, gold.Count(entity => entity.Label.Name == label && entity.Text == group.Key)));
}

/// <summary>The cause of an error.</summary>
internal enum ErrorKind
{
    Label,
    Count,
    Index,
    Text,
}
