using Confluent.Kafka;

namespace PaDeNer.Streaming.Kafka.Source;

/// <summary>
/// Brokers do not let us into the group for now (consumer group protocol). Either our name in it (Kafka:InstanceId) is another member's: a daemon that was
/// killed keeps its name until its session ends, and one that lives keeps it for ever; in the classic protocol it would be turned out instead. Or the group
/// still has members of the classic protocol, which brokers cannot take over: what this client's members tell each other is no part of Kafka's protocol.
/// Poll thread only.
/// </summary>
internal sealed class EntryWait(TimeProvider time)
{
    /// <summary>How long it is waited for: twice what brokers let a session be, unless they are told otherwise (group.consumer.max.session.timeout.ms).</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(2);
    private long? _since;
    private long _refused;

    /// <summary>Whether an error says so.</summary>
    public static bool IsMeant(ErrorCode code) => code is ErrorCode.UnreleasedInstanceId or ErrorCode.GroupIdNotFound;

    /// <summary>Whether it is time to ask again.</summary>
    public bool IsOver => time.GetElapsedTime(_refused) >= Apart;

    /// <summary>We were turned away.</summary>
    /// <returns>Whether it is worth waiting for.</returns>
    public bool Refused()
    {
        _refused = time.GetTimestamp();
        _since ??= _refused;
        return time.GetElapsedTime(_since.Value) < Longest;
    }

    /// <summary>We are in.</summary>
    public void LetIn() => _since = null;
}
