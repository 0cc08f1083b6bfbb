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
        Assert.All((string[])["padener", "librdkafka", "LLamaSharp         0.30.0", "commit 815a2a591", "built for", "device in use", "licence", "memory estimate"], word => Assert.Contains(word, result.Output, StringComparison.Ordinal));
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

    [Fact]
    public async Task Somebodys_own_build_of_the_same_commit_is_used_and_said_to_be()
    {
        Assert.SkipWhen(Verb.WhyNoModel is not null, Verb.WhyNoModel ?? string.Empty);
        string package = Path.GetDirectoryName(Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "runtimes"), "libllama.so", SearchOption.AllDirectories)
            .OrderByDescending(static file => file.Contains("noavx", StringComparison.Ordinal)).First())!;
        DirectoryInfo own = Directory.CreateTempSubdirectory("padener-");
        try
        {
            foreach (string file in Directory.GetFiles(package))
            {
                File.Copy(file, Path.Combine(own.FullName, Path.GetFileName(file)));
            }

            VerbResult result = await Verb.RunAsync(null, "doctor", "--set", $"Model:NativeLibraries={own.FullName}", "--bootstrap-servers", "127.0.0.1:1");

            Assert.Contains($"commit 815a2a591, in {own.FullName}", result.Output, StringComparison.Ordinal);
            Assert.Contains("your own build does not say", result.Output, StringComparison.Ordinal);
            Assert.Contains("device in use", result.Output, StringComparison.Ordinal);
        }
        finally
        {
            own.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("Model:Backend=cuda", "The CUDA build of llama.cpp is not here")]
    [InlineData("Model:NativeLibraries=/nowhere/at/all", "there is no such folder")]
    [InlineData("Model:NativeLibraries=/", "there is no libllama.so in it")]
    public async Task Libraries_that_are_not_there_are_named_and_nothing_else_is_used_instead(string setting, string said)
    {
        VerbResult result = await Verb.RunAsync(null, "doctor", "--set", setting, "--bootstrap-servers", "127.0.0.1:1");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(said, result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("device in use", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", result.Output + result.Error, StringComparison.Ordinal);
    }
}
