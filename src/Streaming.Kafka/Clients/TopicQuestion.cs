using Confluent.Kafka;

namespace PaDeNer.Streaming.Kafka.Clients;

/// <summary>What brokers say of one topic.</summary>
/// <param name="Code">No error where it is there; why there is no answer where there was none.</param>
/// <param name="Partitions">How many it has; 0 where it is not there.</param>
internal readonly record struct TopicQuestion(ErrorCode Code, int Partitions)
{
    /// <summary>Asks, and waits for so long.</summary>
    public static TopicQuestion Ask(IAdminClient admin, string topic, TimeSpan timeout)
    {
        try
        {
            TopicMetadata? found = admin.GetMetadata(topic, timeout).Topics.Find(one => one.Topic == topic);
            return new TopicQuestion(found?.Error.Code ?? ErrorCode.UnknownTopicOrPart, found?.Partitions.Count ?? 0);
        }
        catch (KafkaException exception)
        {
            return new TopicQuestion(exception.Error.Code, 0);
        }
    }

    /// <summary>What people have to do where brokers do not show us a topic.</summary>
    public static string NotShown(string brokers, string topic) =>
        $"The brokers at {brokers} do not let us see the topic '{topic}': grant describe, and read or write, on it.";
}
