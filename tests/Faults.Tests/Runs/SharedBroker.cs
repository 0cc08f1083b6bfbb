namespace PaDeNer.Faults.Tests.Runs;

/// <summary>The broker of all tests that do nothing to it; started by the first that asks.</summary>
public sealed class SharedBroker : IDisposable
{
    /// <summary>What tests would wait for: how often the broker looks for transactions that nobody ends any more (10 s by default), and sessions of the consumer group protocol (45 s).</summary>
    internal static readonly string[] Impatient =
    [
        "transaction.abort.timed.out.transaction.cleanup.interval.ms=1000",
        "group.consumer.min.session.timeout.ms=6000",
        "group.consumer.session.timeout.ms=6000",
        "group.consumer.min.heartbeat.interval.ms=500",
        "group.consumer.heartbeat.interval.ms=1000",
    ];

    private ApacheKafka? _broker;

    public async Task<ApacheKafka> GetAsync() => _broker ??= await ApacheKafka.StartAsync(advertised: null, Impatient);

    public void Dispose() => _broker?.Dispose();
}
