namespace PaDeNer.Faults.Tests.Runs;

/// <summary>The broker of all tests that do nothing to it; started by the first that asks.</summary>
public sealed class SharedBroker : IDisposable
{
    // How often the broker looks for transactions that nobody ends any more; 10 s by default, which tests would wait for.
    private const string LookForOrphans = "transaction.abort.timed.out.transaction.cleanup.interval.ms=1000";

    private ApacheKafka? _broker;

    public async Task<ApacheKafka> GetAsync() => _broker ??= await ApacheKafka.StartAsync(advertised: null, LookForOrphans);

    public void Dispose() => _broker?.Dispose();
}
