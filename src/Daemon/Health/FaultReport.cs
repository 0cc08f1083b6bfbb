namespace PaDeNer.Daemon.Health;

/// <summary>Documents without a result, of one reason, on the status page.</summary>
/// <param name="Fault">The reason's wire name.</param>
/// <param name="Count">How many in this run.</param>
/// <param name="Last">When the last one ended, in milliseconds since 1970.</param>
/// <param name="Detail">What was wrong with that one.</param>
internal sealed record FaultReport(string Fault, long Count, long Last, string Detail);
