namespace PaDeNer.Streaming.Kafka.Clients.Statistics;

/// <summary>What a client tells of itself every so often.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Number">Clients are counted as they are made: of two of a kind the one with the higher number has taken the other's place.</param>
/// <param name="Interval">After how long the next report comes.</param>
/// <param name="State">How it fares.</param>
/// <param name="Risen">How far its totals have risen since its last report.</param>
public sealed record ClientReport(ClientKind Kind, int Number, TimeSpan Interval, ClientState State, ClientTotals Risen);
