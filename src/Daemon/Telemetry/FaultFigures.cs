namespace PaDeNer.Daemon.Telemetry;

/// <summary>Documents that ended without a result, of one reason.</summary>
/// <param name="Count">How many in this run.</param>
/// <param name="Last">When the last one did.</param>
/// <param name="Detail">What was wrong with that one; no document text.</param>
internal sealed record FaultFigures(long Count, DateTimeOffset Last, string Detail);
