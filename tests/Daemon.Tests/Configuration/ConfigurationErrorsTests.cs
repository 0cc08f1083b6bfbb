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
