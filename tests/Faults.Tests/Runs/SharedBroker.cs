namespace PaDeNer.Faults.Tests.Runs;

/// <summary>The broker of all tests that do nothing to it; started by the first that asks.</summary>
public sealed class SharedBroker : IDisposable
{
    private readonly Lazy<Task<ApacheKafka>> _broker = new(static () => ApacheKafka.StartAsync(static _ => [.. ApacheKafka.Impatient], lasts: true));

    public Task<ApacheKafka> GetAsync() => _broker.Value;

    public void Dispose()
    {
        // One that did not start has ended itself.
        if (_broker is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            _broker.Value.Result.Dispose();
        }
    }
}
