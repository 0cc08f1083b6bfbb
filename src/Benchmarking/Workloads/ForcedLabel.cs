using PaDeNer.Decoding.Documents;

namespace PaDeNer.Benchmarking.Workloads;

/// <summary>What a perfect model finds of one label.</summary>
/// <param name="Label">The label.</param>
/// <param name="Mentions">Its mentions in text order; a text that stands twice is there twice.</param>
public sealed record ForcedLabel(Label Label, IReadOnlyList<ForcedMention> Mentions);
