namespace PaDeNer.Streaming.Kafka.Settings;

/// <summary>How closely results and offsets are tied.</summary>
public enum DeliveryMode
{
    /// <summary>Results, dead letters and offsets in one transaction: readers of committed records see each document's result once.</summary>
    ExactlyOnce,

    /// <summary>Results first, then offsets: a daemon that dies in between publishes results a second time.</summary>
    AtLeastOnce,
}
