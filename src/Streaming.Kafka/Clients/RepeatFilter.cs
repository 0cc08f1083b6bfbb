using Confluent.Kafka;

namespace PaDeNer.Streaming.Kafka.Clients;

/// <summary>Lets one report of a kind through in a while: clients whose brokers are away repeat themselves twenty times a second. Safe for threads.</summary>
/// <param name="apart">How long a kind is silent after one was let through.</param>
/// <param name="time">Measures it.</param>
internal sealed class RepeatFilter(TimeSpan apart, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ErrorCode, (long Shown, int Unsaid)> _kinds = [];

    /// <summary>Whether a report is let through.</summary>
    /// <returns>How many were held back since the last one; null where this one is held back too.</returns>
    public int? Pass(ErrorCode kind)
    {
        lock (_lock)
        {
            if (_kinds.TryGetValue(kind, out (long Shown, int Unsaid) last) && time.GetElapsedTime(last.Shown) < apart)
            {
                _kinds[kind] = last with { Unsaid = last.Unsaid + 1 };
                return null;
            }

            _kinds[kind] = (time.GetTimestamp(), 0);
            return last.Unsaid;
        }
    }
}
