using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Kafka.Clients.Statistics;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Kafka.Source;
using PaDeNer.Streaming.Ports;
using PaDeNer.Testing.Time;

namespace PaDeNer.Streaming.Kafka.Tests;

/// <summary>What the two ways to share a group's partitions out ask of settings and of errors.</summary>
public sealed class GroupProtocolTests
{
    private readonly KafkaOptions _options = new() { GroupProtocol = RebalanceProtocol.Consumer, InstanceId = "one" };

    [Theory]
    [InlineData(RebalanceProtocol.Classic)]
    [InlineData(RebalanceProtocol.Consumer)]
    public void The_client_takes_what_it_is_made_of(RebalanceProtocol protocol)
    {
        _options.GroupProtocol = protocol;
        KafkaClientFactory clients = new(Options.Create(_options), new SilentClients(), TimeProvider.System, NullLogger<KafkaClientFactory>.Instance);
        using IConsumer<byte[]?, byte[]?> consumer = clients.Consumer(static _ => { }).Build();
        Assert.NotEmpty(consumer.Name);
    }

    [Theory]
    [InlineData("session.timeout.ms", "Kafka:Consumer: 'session.timeout.ms' cannot be set here: set Kafka:SessionTimeout.")]
    [InlineData("heartbeat_interval_ms", "Kafka:Consumer: 'heartbeat_interval_ms' cannot be set here: Kafka:GroupProtocol=consumer knows it not: the brokers' group.consumer.heartbeat.interval.ms counts.")]
    [InlineData("group.protocol", "Kafka:Consumer: 'group.protocol' cannot be set here: set Kafka:GroupProtocol.")]
    [InlineData("partition.assignment.strategy", "Kafka:Consumer: 'partition.assignment.strategy' cannot be set here: it is fixed: cooperative-sticky; with Kafka:GroupProtocol=consumer the brokers decide, and group.remote.assignor names their way.")]
    public void What_brokers_decide_cannot_be_set_by_hand(string setting, string error)
    {
        _options.Consumer[setting] = "1000";
        Assert.Equal(error, Assert.Single(new KafkaOptionsValidator().Validate(null, _options).Failures!));
    }

    [Fact]
    public void Brokers_say_how_long_a_session_is()
    {
        Assert.True(new KafkaOptionsValidator().Validate(null, _options).Succeeded);
        _options.SessionTimeout = TimeSpan.FromSeconds(10);
        Assert.StartsWith("Kafka:SessionTimeout has no say with Kafka:GroupProtocol=consumer", Assert.Single(new KafkaOptionsValidator().Validate(null, _options).Failures!), StringComparison.Ordinal);
        _options.GroupProtocol = RebalanceProtocol.Classic;
        _options.Consumer["heartbeat.interval.ms"] = "1000";
        Assert.True(new KafkaOptionsValidator().Validate(null, _options).Succeeded);
    }

    [Fact]
    public void Who_is_turned_away_asks_every_two_seconds_for_two_minutes()
    {
        ManualTimeProvider time = new();
        EntryWait wait = new(time);
        Assert.True(wait.Refused());
        Assert.False(wait.IsOver);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(wait.IsOver);
        time.Advance(TimeSpan.FromSeconds(117));
        Assert.True(wait.Refused());
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(wait.Refused());
        wait.LetIn();
        Assert.True(wait.Refused());
    }

    [Fact]
    public void A_fence_just_after_the_session_ended_may_be_our_own_and_any_other_is_not()
    {
        ManualTimeProvider time = new();
        SelfFencing fencing = new(TimeSpan.FromSeconds(6), time);
        Assert.False(fencing.Explains(ErrorCode.FencedInstanceId));

        fencing.Lost();
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.False(fencing.Explains(ErrorCode.TopicAuthorizationFailed));
        Assert.True(fencing.Explains(ErrorCode.FencedInstanceId));
        Assert.False(fencing.Explains(ErrorCode.FencedInstanceId));

        fencing.Lost();
        time.Advance(TimeSpan.FromSeconds(12));
        Assert.False(fencing.Explains(ErrorCode.FencedInstanceId));
    }

    [Theory]
    [InlineData(ErrorCode.UnreleasedInstanceId, true, "Another member of the group 'padener' has the name 'one' and keeps it")]
    [InlineData(ErrorCode.GroupIdNotFound, false, "has members of the classic group protocol")]
    [InlineData(ErrorCode.FencedInstanceId, true, "Reading from 'documents' failed: FencedInstanceId")]
    [InlineData(ErrorCode.UnsupportedVersion, false, "do not know Kafka:GroupProtocol=consumer")]
    [InlineData(ErrorCode.Local_UnsupportedFeature, false, "do not know Kafka:GroupProtocol=consumer")]
    [InlineData(ErrorCode.TopicAuthorizationFailed, false, "The brokers do not let us read the topic 'documents': grant read on it.")]
    [InlineData(ErrorCode.GroupAuthorizationFailed, false, "The brokers do not let us join the group 'padener': grant read on it.")]
    [InlineData(ErrorCode.Local_BadMsg, false, "Reading from 'documents' failed: Local_BadMsg")]
    public void An_error_that_ends_the_consumer_says_what_to_do(ErrorCode code, bool isFenced, string says)
    {
        StreamFailureException failure = ConsumerFailure.Of(new Error(code), _options);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.Equal(isFenced, failure.IsFenced);
    }
}
