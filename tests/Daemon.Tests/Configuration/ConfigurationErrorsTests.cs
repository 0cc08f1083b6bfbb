using PaDeNer.Daemon.Hosting;

namespace PaDeNer.Daemon.Tests.Configuration;

[Collection("environment")]
public class ConfigurationErrorsTests
{
    [Fact]
    public void An_unknown_key_is_an_error_that_says_what_was_meant_and_where_it_stands()
    {
        using TemporaryConfiguration file = new("""{ "Kafka": { "BootstrapServer": "x:1" } }""");

        string error = Assert.Single(DaemonSettings.Check(file.Load()));

        Assert.Equal($"Kafka:BootstrapServer (from {file.File}) is not a setting. Did you mean 'Kafka:BootstrapServers'?", error);
    }

    [Fact]
    public void Every_error_is_reported_at_once()
    {
        using TemporaryConfiguration file = new("""
            {
              "Kafka": { "InputTopic": "", "Clinet": { "a": "b" } },
              "Model": { "Backend": "gpu", "Decoding": "verbatm" },
              "Extraction": { "MinProbability": 1.5, "WindowTokens": 100, "WindowOverlap": 60 },
              "Batching": { "Lanes": -1, "RowsPerStep": "many" },
              "Http": { "Port": 70000, "Address": "everywhere" },
              "Host": { "DrainTimeout": "half a minute" }
            }
            """);

        IReadOnlyList<string> errors = DaemonSettings.Check(file.Load());

        Assert.All(
            (string[])
            [
                "Kafka:InputTopic", "Kafka:Clinet:a", "Model:Backend", "Model:Decoding", "Extraction:MinProbability", "Extraction:WindowOverlap",
                "Batching:Lanes", "Batching:RowsPerStep", "Http:Port", "Http:Address", "Host:DrainTimeout",
            ],
            key => Assert.Contains(errors, error => error.Contains(key, StringComparison.Ordinal) || error.Contains(key.Split(':')[1], StringComparison.Ordinal)));
        Assert.Contains(errors, static error => error.Contains("Did you mean 'verbatim'?", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Logging:LogLevel:Default", "Debgu", "Logging:LogLevel:Default is 'Debgu': not a log level. Use Trace, Debug, Information, Warning, Error, Critical or None. Did you mean 'Debug'?")]
    [InlineData("Logging:Console:LogLevel:Some.Category", "99", "Logging:Console:LogLevel:Some.Category is '99': not a log level. Use Trace, Debug, Information, Warning, Error, Critical or None.")]
    [InlineData("Logging:LogLevel", "Debug", "Logging:LogLevel is 'Debug': levels belong to categories. Set Logging:LogLevel:Default for all of them.")]
    [InlineData("Logging:Console:MaxQueueLength", "0", "Logging: the logs cannot be set up with it: Specified argument was out of the range of valid values. (Parameter 'value must be larger than zero.')")]
    [InlineData("Kafka:Client", "x", "Kafka:Client holds settings and is no setting itself. Use Kafka:Client:name=value.")]
    public void What_is_wrong_below_open_sections_is_found_too(string key, string value, string error)
    {
        using TemporaryConfiguration file = new("{}");

        Assert.Equal(error, Assert.Single(DaemonSettings.Check(file.Load((key, value)))));
    }

    [Fact]
    public void A_log_level_of_the_environment_is_checked_as_well()
    {
        using TemporaryConfiguration file = new("{}");
        using EnvironmentVariable level = new("PADENER__Logging__LogLevel__Default", "loud");

        Assert.Contains("'loud': not a log level", Assert.Single(DaemonSettings.Check(file.Load())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Kafka:BootstrapServers", "localhost:9092")]
    [InlineData("Kafka:InputTopic", "documents")]
    [InlineData("Model:Backend", "cpu")]
    [InlineData("Extraction:Deduplication", "max-probability")]
    [InlineData("Egress:OffsetUnit", "CodePoint")]
    public void A_null_where_there_has_to_be_a_value_is_an_error(string key, string otherwise)
    {
        using TemporaryConfiguration file = new($$"""{ "{{key.Split(':')[0]}}": { "{{key.Split(':')[1]}}": null } }""");

        Assert.Equal($"{key} is null. Leave it out for the default, {otherwise}.", Assert.Single(DaemonSettings.Check(file.Load())));
    }

    [Fact]
    public void A_section_that_a_verb_does_not_use_does_not_stop_it()
    {
        using TemporaryConfiguration file = new("""{ "Kafka": { "InputTopic": "" } }""");

        Assert.NotEmpty(DaemonSettings.Check(file.Load()));
        Assert.Empty(DaemonSettings.Check(file.Load(), DaemonSettings.DecodingSections));
    }

    [Fact]
    public void Settings_handed_to_librdkafka_and_to_logging_are_known_by_their_section()
    {
        using TemporaryConfiguration file = new("""
            { "Kafka": { "Client": { "security.protocol": "plaintext" } }, "Logging": { "LogLevel": { "Anything.At.All": "Debug" } } }
            """);

        Assert.Empty(DaemonSettings.Check(file.Load()));
    }
}
