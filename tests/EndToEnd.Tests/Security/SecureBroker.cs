using PaDeNer.Testing.Brokers;

namespace PaDeNer.EndToEnd.Tests.Security;

/// <summary>The broker of all tests about security; started by the first that asks.</summary>
public sealed class SecureBroker : IDisposable
{
    private SecureKafka? _broker;

    internal async Task<SecureKafka> GetAsync()
    {
        if (_broker is null)
        {
            _broker = await SecureKafka.StartAsync();
            await _broker.Broker.CreateTopicAsync("documents", 3);
            await _broker.Broker.CreateTopicAsync("entities", 3);
            await _broker.Broker.CreateTopicAsync("documents.dead-letter", 1);
        }

        return _broker;
    }

    public void Dispose() => _broker?.Dispose();
}
