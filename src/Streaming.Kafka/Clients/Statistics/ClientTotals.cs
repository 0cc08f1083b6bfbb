namespace PaDeNer.Streaming.Kafka.Clients.Statistics;

/// <summary>What only rises in the life of a client, over all its brokers.</summary>
/// <param name="RequestsTimedOut">Requests that were given up.</param>
/// <param name="ConnectionsTried">Connections it has tried to make, those that failed included.</param>
/// <param name="ConnectionsLost">Connections that ended, whoever ended them.</param>
/// <param name="BytesSent">Bytes sent.</param>
/// <param name="BytesReceived">Bytes received.</param>
/// <param name="Rebalances">How often its group has shared partitions out; 0 for who is in none.</param>
public readonly record struct ClientTotals(
    long RequestsTimedOut, long ConnectionsTried, long ConnectionsLost, long BytesSent, long BytesReceived, long Rebalances)
{
    /// <summary>How far they have risen. A broker that goes takes its share with it; no total is less for that.</summary>
    internal ClientTotals Since(ClientTotals before) => new(
        Math.Max(0, RequestsTimedOut - before.RequestsTimedOut),
        Math.Max(0, ConnectionsTried - before.ConnectionsTried),
        Math.Max(0, ConnectionsLost - before.ConnectionsLost),
        Math.Max(0, BytesSent - before.BytesSent),
        Math.Max(0, BytesReceived - before.BytesReceived),
        Math.Max(0, Rebalances - before.Rebalances));
}
