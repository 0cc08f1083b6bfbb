namespace PaDeNer.Streaming.Records;

/// <summary>Who answers a source when it asks for ends and committed offsets.</summary>
/// <param name="BrokersAnswer">Whether the brokers that have our partitions do; null where none was asked yet.</param>
/// <param name="GroupAnswers">Whether who keeps the group's offsets does; null where it was not asked yet.</param>
public readonly record struct SourceState(bool? BrokersAnswer, bool? GroupAnswers);
