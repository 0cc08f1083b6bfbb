using System.Globalization;
using PaDeNer.Streaming.Kafka.Settings;

namespace PaDeNer.Streaming.Kafka.Sink.Transactions;

/// <summary>The name of a daemon's transactions.</summary>
internal static class TransactionalIds
{
    /// <summary>The given one; else one that is the same at every start where the daemon has a name; else one for this process.</summary>
    public static string Of(DeliveryOptions delivery, KafkaOptions kafka) => delivery.TransactionalId
        ?? (kafka.InstanceId is { } instance
            ? $"{kafka.GroupId}-{instance}"
            : string.Create(CultureInfo.InvariantCulture, $"{kafka.GroupId}-{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():n}"));
}
