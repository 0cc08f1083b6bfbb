using PaDeNer.Decoding.Entities;

namespace PaDeNer.Training.Evaluation;

/// <summary>Duplicate mentions: strings that stand under more than one label of a text.</summary>
/// <param name="Before">As decoded.</param>
/// <param name="After">After de-duplication.</param>
/// <param name="Gold">In the annotations.</param>
/// <param name="MentionsRemoved">Mentions that de-duplication took out.</param>
public readonly record struct DuplicateScores(int Before, int After, int Gold, int MentionsRemoved)
{
    internal static DuplicateScores Of(IReadOnlyList<ScoredText> texts) => new(
        texts.Sum(static text => Count(text.Source.Mentions)),
        texts.Sum(static text => Count(text.Entities)),
        texts.Sum(static text => Count(text.Source.Gold)),
        texts.Sum(static text => text.Source.Mentions.Count - text.Entities.Count - text.OverlapsRemoved));

    private static int Count(IReadOnlyList<Entity> entities) =>
        entities.GroupBy(static entity => entity.Text, StringComparer.Ordinal).Count(static group => group.Select(static entity => entity.Label.Name).Distinct(StringComparer.Ordinal).Count() > 1);
}
