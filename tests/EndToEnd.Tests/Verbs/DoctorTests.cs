using PaDeNer.EndToEnd.Tests.Support;

namespace PaDeNer.EndToEnd.Tests.Verbs;

public class DoctorTests
{
    [Fact]
    public async Task The_doctor_names_versions_model_and_device_and_for_a_missing_broker_the_fix()
    {
        Assert.SkipWhen(Verb.WhyNoModel is not null, Verb.WhyNoModel ?? string.Empty);

        VerbResult result = await Verb.RunAsync(null, "doctor", "--bootstrap-servers", "127.0.0.1:1");

        Assert.Equal(1, result.ExitCode);
        Assert.All((string[])["padener", "librdkafka", "llama.cpp", "device in use", "licence", "memory estimate"], word => Assert.Contains(word, result.Output, StringComparison.Ordinal));
        Assert.Contains("127.0.0.1:1 does not answer", result.Output, StringComparison.Ordinal);
        Assert.Contains("Kafka:BootstrapServers", result.Output, StringComparison.Ordinal);
        Assert.Contains("One problem keeps padener serve from running.", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_model_is_named_with_every_place_looked_at()
    {
        Assert.SkipWhen(Verb.WhyNoModel is not null, Verb.WhyNoModel ?? string.Empty);

        VerbResult result = await Verb.RunAsync(null, "doctor", "--model", "models/none.gguf", "--bootstrap-servers", "127.0.0.1:1");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("models/none.gguf", result.Output, StringComparison.Ordinal);
        Assert.Contains("looked at", result.Output, StringComparison.Ordinal);
    }
}
