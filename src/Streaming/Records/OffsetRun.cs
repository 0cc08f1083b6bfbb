namespace PaDeNer.Streaming.Records;

/// <summary>Offsets one behind the other.</summary>
/// <param name="From">The first.</param>
/// <param name="To">One past the last.</param>
public readonly record struct OffsetRun(long From, long To);
