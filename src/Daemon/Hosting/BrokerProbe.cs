using PaDeNer.Daemon.Kafka;
using PaDeNer.Daemon.Streams;

namespace PaDeNer.Daemon.Hosting;

/// <summary>Asks the broker whether it is there, for a readiness probe; remembers the answer for a while. Safe for threads.</summary>
/// <param name="topics">Asks.</param>
/// <param name="time">For the age of the answer.</param>
internal sealed class BrokerProbe(KafkaTopicCheck topics, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Lock _gate = new();
    private long _asked;
    private string? _problem;

    /// <summary>What keeps us from the broker; null where nothing does.</summary>
    public string? Problem()
    {
        lock (_gate)
        {
            if (_asked == 0 || time.GetElapsedTime(_asked) > Freshness)
            {
                _problem = Ask();
                _asked = time.GetTimestamp();
            }

            return _problem;
        }
    }

    private string? Ask()
    {
        try
        {
            return topics.Look(Patience) is { } silence ? $"the broker does not answer: {silence}" : null;
        }
        catch (StreamSetupException setup)
        {
            return setup.Message.Split(Environment.NewLine)[0];
        }
    }
}
