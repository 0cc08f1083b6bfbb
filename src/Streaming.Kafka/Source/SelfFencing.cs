using Confluent.Kafka;

namespace PaDeNer.Streaming.Kafka.Source;

/// <summary>
/// Whether it may be ourselves who fenced us. A member with a name whose session has ended asks to be let in again; where the answer gets lost it asks once
/// more, brokers take the second request for another member of that name, and what the client still sends as the first is told that it is fenced. Then a new
/// client goes on. Without a session that ended just before it is somebody else, and whoever is fenced by somebody else stays down. Poll thread only.
/// </summary>
/// <param name="session">How long a session is.</param>
/// <param name="time">The clock.</param>
internal sealed class SelfFencing(TimeSpan session, TimeProvider time)
{
    /// <summary>Sessions that asking again and again may take.</summary>
    private const int Sessions = 2;

    private long? _lost;

    /// <summary>Our session has ended: the partitions were lost.</summary>
    public void Lost() => _lost = time.GetTimestamp();

    /// <summary>Whether an error may be of our own making; once for each session that ended.</summary>
    public bool Explains(ErrorCode code)
    {
        bool explains = code == ErrorCode.FencedInstanceId && _lost is { } lost && time.GetElapsedTime(lost) < Sessions * session;
        _lost = explains ? null : _lost;
        return explains;
    }
}
