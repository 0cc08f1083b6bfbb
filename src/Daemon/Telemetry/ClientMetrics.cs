using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using PaDeNer.Streaming.Kafka.Clients.Statistics;

namespace PaDeNer.Daemon.Telemetry;

/// <summary>
/// What Kafka clients tell of themselves, as instruments. A client that is made anew goes on where the one before was; one that tells nothing any more is not
/// shown as it was last.
/// </summary>
internal sealed class ClientMetrics : IClientObserver
{
    private const int IntervalsUntilStale = 3;

    private readonly ConcurrentDictionary<ClientKind, Latest> _latest = new();
    private readonly TimeProvider _time;
    private readonly Counter<long> _timedOut;
    private readonly Counter<long> _tried;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _received;
    private readonly Counter<long> _rebalanced;

    /// <summary>Creates the instruments.</summary>
    public ClientMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        InstrumentSet set = new(meters.Create(InstrumentNames.Meter));
        _timedOut = set.Counter(InstrumentNames.ClientRequestTimedOut);
        _tried = set.Counter(InstrumentNames.ClientConnectionTried);
        _lost = set.Counter(InstrumentNames.ClientConnectionLost);
        _sent = set.Counter(InstrumentNames.ClientNetworkSent);
        _received = set.Counter(InstrumentNames.ClientNetworkReceived);
        _rebalanced = set.Counter(InstrumentNames.GroupRebalanced);
        set.Gauge(InstrumentNames.ClientRoundTripMean, () => PerClient(static state => state.RoundTripMean?.TotalSeconds));
        set.Gauge(InstrumentNames.ClientRoundTripTail, () => PerClient(static state => state.RoundTripTail?.TotalSeconds));
        set.Gauge(InstrumentNames.ClientThrottle, () => PerClient<double>(static state => state.Throttle.TotalSeconds));
        set.Gauge(InstrumentNames.ClientRequestPending, () => PerClient<long>(static state => state.RequestsPending));
        set.Gauge(InstrumentNames.ClientQueueLength, () => PerClient<long>(static state => state.RecordsQueued));
        set.Gauge(InstrumentNames.ClientQueueSize, () => PerClient<long>(static state => state.BytesQueued));
        set.Gauge(InstrumentNames.GroupRebalanceAge, () => OfGroup(static state => state.RebalanceAge?.TotalSeconds));
        set.Gauge(InstrumentNames.GroupSteady, () => OfGroup<long>(static state => state.IsSteady is { } steady ? steady ? 1 : 0 : null));
        foreach (ClientKind kind in Enum.GetValues<ClientKind>())
        {
            Count(kind, default);
        }
    }

    /// <inheritdoc/>
    public void Reported(ClientReport report)
    {
        Count(report.Kind, report.Risen);
        Latest latest = new(report, _time.GetTimestamp());

        // One that is being closed may tell after the one that has taken its place.
        _latest.AddOrUpdate(report.Kind, static (_, now) => now, static (_, before, now) => before.Report.Number > now.Report.Number ? before : now, latest);
    }

    private void Count(ClientKind kind, ClientTotals risen)
    {
        KeyValuePair<string, object?> tag = Tag(kind);
        _timedOut.Add(risen.RequestsTimedOut, tag);
        _tried.Add(risen.ConnectionsTried, tag);
        _lost.Add(risen.ConnectionsLost, tag);
        _sent.Add(risen.BytesSent, tag);
        _received.Add(risen.BytesReceived, tag);
        _rebalanced.Add(risen.Rebalances);
    }

    private IEnumerable<Measurement<T>> PerClient<T>(Func<ClientState, T?> value)
        where T : struct => Enum.GetValues<ClientKind>()
            .Select(kind => (Kind: kind, Value: Of(kind) is { } state ? value(state) : null))
            .Where(static one => one.Value is not null)
            .Select(static one => new Measurement<T>(one.Value!.Value, Tag(one.Kind)));

    private Measurement<T>[] OfGroup<T>(Func<ClientState, T?> value)
        where T : struct => Of(ClientKind.Consumer) is { } state && value(state) is { } known ? [new(known)] : [];

    private ClientState? Of(ClientKind kind) =>
        _latest.TryGetValue(kind, out Latest? latest) && _time.GetElapsedTime(latest.At) <= IntervalsUntilStale * latest.Report.Interval ? latest.Report.State : null;

    private static KeyValuePair<string, object?> Tag(ClientKind kind) => new(InstrumentTags.Client, kind == ClientKind.Consumer ? "consumer" : "producer");

    private sealed record Latest(ClientReport Report, long At);
}
