using System.Collections.Concurrent;
using PaDeNer.Streaming.Kafka.Clients.Statistics;

namespace PaDeNer.Streaming.Kafka.Tests.Statistics;

/// <summary>Keeps what clients tell.</summary>
internal sealed class ClientReports : IClientObserver
{
    private readonly ConcurrentQueue<ClientReport> _all = new();

    public IReadOnlyList<ClientReport> All => [.. _all];

    public IReadOnlyList<ClientReport> Of(ClientKind kind) => [.. _all.Where(one => one.Kind == kind)];

    public void Reported(ClientReport report) => _all.Enqueue(report);
}
