namespace PaDeNer.Testing.Engines;

/// <summary>What the reference decoder reads from one window.</summary>
/// <param name="Counts">The count of each label, in label order, within limits.</param>
/// <param name="CountMargins">Smallest margin of each count's choices.</param>
/// <param name="Mentions">Every mention, by label and order.</param>
public sealed record ReferenceReading(IReadOnlyList<int> Counts, IReadOnlyList<float> CountMargins, IReadOnlyList<MentionReading> Mentions);
