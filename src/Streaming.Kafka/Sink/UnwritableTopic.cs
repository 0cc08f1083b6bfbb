using Confluent.Kafka;

namespace PaDeNer.Streaming.Kafka.Sink;

/// <summary>Error -> why a topic takes no record at all, whichever it is. Pure.</summary>
internal static class UnwritableTopic
{
    /// <summary>Why, and what to do; null where the error says no such thing.</summary>
    public static string? Reason(ErrorCode code, string topic) => code switch
    {
        ErrorCode.TopicAuthorizationFailed => $"the brokers do not let us write to the topic '{topic}': grant write on it",
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition => $"there is no topic '{topic}' any more: create it",
        _ => null,
    };
}
