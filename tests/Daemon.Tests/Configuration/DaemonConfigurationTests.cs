using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Egress;

namespace PaDeNer.Daemon.Tests.Configuration;

[Collection("environment")]
public class DaemonConfigurationTests
{
    [Fact]
    public void The_file_goes_before_defaults_the_environment_before_the_file_and_the_command_line_before_all()
    {
        using TemporaryConfiguration file = new("""{ "Kafka": { "GroupId": "file", "InputTopic": "file", "OutputTopic": "file" } }""");
        using EnvironmentVariable first = new("PADENER__Kafka__GroupId", "environment");
        using EnvironmentVariable second = new("PADENER__Kafka__InputTopic", "environment");

        DaemonConfiguration configuration = file.Load(("Kafka:GroupId", "line"));

        Assert.Equal(("line", "command line"), Explained(configuration, "Kafka:GroupId"));
        Assert.Equal(("environment", "PADENER__Kafka__InputTopic"), Explained(configuration, "Kafka:InputTopic"));
        Assert.Equal(("file", file.File), Explained(configuration, "Kafka:OutputTopic"));
        Assert.Equal(("documents.dead-letter", "default"), Explained(configuration, "Kafka:DeadLetterTopic"));
    }

    [Theory]
    [InlineData("code_point", OffsetUnit.CodePoint)]
    [InlineData("code-point", OffsetUnit.CodePoint)]
    [InlineData("CodePoint", OffsetUnit.CodePoint)]
    [InlineData("utf16", OffsetUnit.Utf16)]
    public void Words_are_taken_as_results_spell_them(string written, OffsetUnit meant)
    {
        using TemporaryConfiguration file = new($$"""{ "Egress": { "OffsetUnit": "{{written}}" } }""");
        DaemonConfiguration configuration = file.Load();
        using var options = DaemonSettings.Options(configuration);

        Assert.Empty(DaemonSettings.Check(configuration));
        Assert.Equal(meant, options.Get<EgressOptions>().OffsetUnit);
        Assert.Equal((written, file.File), Explained(configuration, "Egress:OffsetUnit"));
    }

    [Fact]
    public void Secrets_are_not_shown()
    {
        using TemporaryConfiguration file = new("""{ "Kafka": { "Client": { "sasl.password": "hunter2", "sasl.username": "padener" } } }""");
        DaemonConfiguration configuration = file.Load(("Kafka:Producer:ssl_key_password", "hunter3"));

        Assert.Equal("(hidden)", Explained(configuration, "Kafka:Client:sasl.password").Value);
        Assert.Equal("(hidden)", Explained(configuration, "Kafka:Producer:ssl_key_password").Value);
        Assert.Equal("padener", Explained(configuration, "Kafka:Client:sasl.username").Value);
        Assert.Equal("hunter2", configuration.Root["Kafka:Client:sasl.password"]);
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_named_with_the_place_of_the_error()
    {
        using TemporaryConfiguration file = new("{ \"Kafka\": { ");

        ConfigurationException error = Assert.Throws<ConfigurationException>(() => file.Load());

        Assert.Contains(file.File, error.Message, StringComparison.Ordinal);
        Assert.Contains("is not valid JSON at line ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error() =>
        Assert.Throws<ConfigurationException>(() => DaemonConfiguration.Load("/no/such/file.json", [], DaemonSettings.Catalog));

    private static (string Value, string Source) Explained(DaemonConfiguration configuration, string key)
    {
        EffectiveSetting setting = DaemonSettings.Effective(configuration).Single(setting => setting.Key == key);
        return (setting.Value, setting.Source);
    }
}
