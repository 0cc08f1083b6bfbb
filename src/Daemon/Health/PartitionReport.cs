namespace PaDeNer.Daemon.Health;

/// <summary>A partition on the status page.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Partition">Its number.</param>
/// <param name="Lag">Records between its commit and its end; null where not known yet.</param>
/// <param name="InFlight">Records read and not committed.</param>
/// <param name="State"><c>reading</c>, <c>paused</c> or <c>halted</c>.</param>
/// <param name="WhyHalted">Why it is halted; null where it is not.</param>
internal sealed record PartitionReport(string Topic, int Partition, long? Lag, int InFlight, string State, string? WhyHalted);
