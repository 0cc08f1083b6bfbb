using PaDeNer.Tools.Benchmarking;

namespace PaDeNer.Tools.Tests.Benchmarking;

public class ShownArgumentsTests
{
    [Fact]
    public void A_command_line_is_repeated_without_secrets() => Assert.Equal(
        ["bench", "--set", "Kafka:Client:sasl.password=(hidden)", "--set=Kafka:Client:ssl_key_pem=(hidden)", "--set", "Kafka:GroupId=blue", "--data", "a=b"],
        ShownArguments.Of(
            ["bench", "--set", "Kafka:Client:sasl.password=hunter2", "--set=Kafka:Client:ssl_key_pem=x=y", "--set", "Kafka:GroupId=blue", "--data", "a=b"]));
}
