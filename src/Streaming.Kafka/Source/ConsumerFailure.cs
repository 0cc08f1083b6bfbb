using Confluent.Kafka;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Ports;

namespace PaDeNer.Streaming.Kafka.Source;

/// <summary>Error that ends the consumer -> what people are told. Pure.</summary>
internal static class ConsumerFailure
{
    /// <param name="error">The error.</param>
    /// <param name="options">What the consumer was made of.</param>
    /// <param name="cause">What the client threw; null where it only told.</param>
    public static StreamFailureException Of(Error error, KafkaOptions options, Exception? cause = null) => error.Code switch
    {
        ErrorCode.UnreleasedInstanceId => Failure(
            $"Another member of the group '{options.GroupId}' has the name '{options.InstanceId}' and keeps it: give each daemon a Kafka:InstanceId of its own.", cause, isFenced: true),
        ErrorCode.GroupIdNotFound => Failure(
            $"The group '{options.GroupId}' has members of the classic group protocol, which brokers cannot take over: stop all its daemons and start them with Kafka:GroupProtocol=consumer.", cause),
        ErrorCode.UnsupportedVersion or ErrorCode.Local_UnsupportedFeature when options.GroupProtocol == RebalanceProtocol.Consumer => Failure(
            $"The brokers at {options.BootstrapServers} do not know Kafka:GroupProtocol=consumer, which Apache Kafka 4.0 and later do: set it to classic.", cause),
        ErrorCode.InconsistentGroupProtocol when options.GroupProtocol == RebalanceProtocol.Classic => Failure(
            $"The group '{options.GroupId}' has members that this daemon cannot share partitions with: stop those that read with another client or another assignment strategy, or give the daemon a Kafka:GroupId of its own.", cause),
        ErrorCode.TopicAuthorizationFailed => Failure($"The brokers do not let us read the topic '{options.InputTopic}': grant read on it.", cause),
        ErrorCode.GroupAuthorizationFailed => Failure($"The brokers do not let us join the group '{options.GroupId}': grant read on it.", cause),
        _ => Failure($"Reading from '{options.InputTopic}' failed: {error.Code}: {error.Reason}", cause, error.Code is ErrorCode.FencedInstanceId or ErrorCode.Local_Fenced),
    };

    private static StreamFailureException Failure(string message, Exception? cause, bool isFenced = false) =>
        new(message, cause!) { IsFenced = isFenced }; // None is none to the base class too.
}
