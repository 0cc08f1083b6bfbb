namespace PaDeNer.Decoding.Entities;

/// <summary>The finished result of a document.</summary>
/// <param name="Entities">In order of start, then end, then label order; ungrounded ones last.</param>
/// <param name="Statistics">What it took.</param>
public sealed record DocumentEntities(IReadOnlyList<Entity> Entities, DecodingStatistics Statistics);
