namespace PaDeNer.Faults.Tests.Runs;

/// <summary>The broker of all tests that do nothing to it; started by the first that asks.</summary>
public sealed class SharedBroker : IDisposable
{
    private ApacheKafka? _broker;

    public async Task<ApacheKafka> GetAsync() => _broker ??= await ApacheKafka.StartAsync(advertised: null, [.. ApacheKafka.Impatient]);

    public void Dispose() => _broker?.Dispose();
}
