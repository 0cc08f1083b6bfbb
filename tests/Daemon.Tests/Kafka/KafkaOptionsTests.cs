using Microsoft.Extensions.Options;
using PaDeNer.Daemon.Kafka;

namespace PaDeNer.Daemon.Tests.Kafka;

public sealed class KafkaOptionsTests
{
    [Fact]
    public void The_defaults_are_valid()
    {
        Assert.True(new KafkaOptionsValidator().Validate(null, new KafkaOptions()).Succeeded);
        Assert.True(new KafkaRangeValidator().Validate(null, new KafkaOptions()).Succeeded);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        KafkaOptions options = new()
        {
            BootstrapServers = "one:9092,:9,two:port",
            InputTopic = "in put",
            OutputTopic = "out",
            DeadLetterTopic = "in put",
            InstanceId = " ",
        };
        options.Client["enable_auto_commit"] = "true";
        options.Consumer["Group.Id"] = "other";
        options.Producer["acks"] = "1";
        options.Producer["linger.ms"] = "5";

        ValidateOptionsResult result = new KafkaOptionsValidator().Validate(null, options);

        Assert.Equal(
            [
                "Kafka:BootstrapServers: ':9' is not host:port.",
                "Kafka:BootstrapServers: 'two:port' is not host:port.",
                "Kafka:InputTopic: 'in put' is no topic name: up to 249 of letters, digits, '.', '_' and '-'.",
                "Kafka:DeadLetterTopic: 'in put' is no topic name: up to 249 of letters, digits, '.', '_' and '-'.",
                "Kafka:DeadLetterTopic is the input topic 'in put': the daemon would read what it writes, for ever.",
                "Kafka:InstanceId is empty; leave it out for dynamic membership.",
                "Kafka:Client: 'enable_auto_commit' cannot be set here: it is fixed: the delivery guarantee rests on it.",
                "Kafka:Consumer: 'Group.Id' cannot be set here: set Kafka:GroupId.",
                "Kafka:Producer: 'acks' cannot be set here: it is fixed: the delivery guarantee rests on it.",
            ],
            result.Failures!);
    }

    [Theory]
    [InlineData("localhost:9092")]
    [InlineData("a:1,b:2 , c")]
    [InlineData("[::1]:9092,[::1]")]
    [InlineData("SASL_SSL://broker:9093")]
    public void Brokers_are_given_as_librdkafka_takes_them(string servers) =>
        Assert.True(new KafkaOptionsValidator().Validate(null, new KafkaOptions { BootstrapServers = servers }).Succeeded);

    [Fact]
    public void Ranges_are_checked()
    {
        ValidateOptionsResult result = new KafkaRangeValidator().Validate(null, new KafkaOptions { SessionTimeout = TimeSpan.Zero, MaxMessageBytes = 1, GroupId = "" });
        Assert.Equal(3, result.Failures!.Count());
    }
}
