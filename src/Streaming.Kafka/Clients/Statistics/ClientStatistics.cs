namespace PaDeNer.Streaming.Kafka.Clients.Statistics;

/// <summary>One document of a client's statistics, as far as we want it.</summary>
/// <param name="At">The client's own clock, in microseconds from whenever.</param>
/// <param name="State">How it fares.</param>
/// <param name="Totals">What has only risen since it was made.</param>
internal readonly record struct ClientStatistics(long At, ClientState State, ClientTotals Totals);
