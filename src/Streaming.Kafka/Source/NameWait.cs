namespace PaDeNer.Streaming.Kafka.Source;

/// <summary>
/// Our name in the group (Kafka:InstanceId) is still another member's. With the consumer group protocol brokers turn away who comes later: a daemon that was
/// killed keeps its name until its session ends, which the next one of that name waits for, and one that lives keeps it for ever. Poll thread only.
/// </summary>
internal sealed class NameWait(TimeProvider time)
{
    /// <summary>How long it is waited for: twice what brokers let a session be, unless they are told otherwise (group.consumer.max.session.timeout.ms).</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(2);
    private long? _since;
    private long _refused;

    /// <summary>Whether it is time to ask again.</summary>
    public bool IsOver => time.GetElapsedTime(_refused) >= Apart;

    /// <summary>The name was not given to us.</summary>
    /// <returns>Whether it is worth waiting for.</returns>
    public bool Refused()
    {
        _refused = time.GetTimestamp();
        _since ??= _refused;
        return time.GetElapsedTime(_since.Value) < Longest;
    }

    /// <summary>It is ours.</summary>
    public void Given() => _since = null;
}
