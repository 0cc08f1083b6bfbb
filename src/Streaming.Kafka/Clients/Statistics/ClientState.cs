namespace PaDeNer.Streaming.Kafka.Clients.Statistics;

/// <summary>How a client fares: as it stands now, and over its last interval.</summary>
/// <param name="RoundTripMean">Mean time from a request to its response, over all brokers; null where there was none.</param>
/// <param name="RoundTripTail">The 99th percentile of that, of the slowest broker; null where there was none.</param>
/// <param name="Throttle">The longest time for which a broker held it back because of a quota.</param>
/// <param name="RequestsPending">Requests that are to be sent or wait for their response.</param>
/// <param name="RecordsQueued">Records inside it: written and not acknowledged, or fetched and not read.</param>
/// <param name="BytesQueued">Their bytes.</param>
/// <param name="RebalanceAge">Time since its group has last shared partitions out; null where it never has, or it is in none.</param>
/// <param name="IsSteady">Whether it is a member of its group and that shares nothing out just now; null where it is in none.</param>
public readonly record struct ClientState(
    TimeSpan? RoundTripMean,
    TimeSpan? RoundTripTail,
    TimeSpan Throttle,
    long RequestsPending,
    long RecordsQueued,
    long BytesQueued,
    TimeSpan? RebalanceAge,
    bool? IsSteady);
