namespace PaDeNer.Testing.Brokers;

/// <summary>A broker that tests may fill and throw away.</summary>
public abstract class TestBroker : IDisposable
{
    /// <summary>Its address.</summary>
    public abstract string BootstrapServers { get; }

    /// <summary>What a daemon needs to be told to work with it.</summary>
    public virtual IReadOnlyList<(string Setting, string Value)> Settings => [];

    public abstract Task CreateTopicAsync(string topic, int partitions);

    public abstract void Dispose();
}
