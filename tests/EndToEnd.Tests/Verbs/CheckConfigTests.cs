using PaDeNer.EndToEnd.Tests.Support;

namespace PaDeNer.EndToEnd.Tests.Verbs;

public class CheckConfigTests
{
    [Fact]
    public async Task The_shipped_configuration_is_valid()
    {
        VerbResult result = await Verb.RunAsync(null, "check-config");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("The configuration is valid.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_value_says_where_it_came_from_and_every_error_is_listed()
    {
        VerbResult result = await Verb.RunAsync(null, "check-config", "--set", "Kafka:GroupId=blue", "--set", "Http:Port=high", "--set", "Kafka:GroupID2=x");

        Assert.Equal(78, result.ExitCode);
        Assert.Matches("(?m)^Kafka:GroupId +=  ?blue +# command line$", result.Output);
        Assert.Contains("2 errors", result.Error, StringComparison.Ordinal);
        Assert.Contains("Http:Port is 'high': not a whole number", result.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'Kafka:GroupId'?", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_a_secret_is_shown_by_any_verb()
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "hunter2hunter2\n", TestContext.Current.CancellationToken);
        string[] settings =
        [
            "--bootstrap-servers", "127.0.0.1:1", "--set", "Kafka:Client:security.protocol=sasl_plaintext", "--set", "Kafka:Client:sasl.mechanism=PLAIN",
            "--set", "Kafka:Client:sasl.username=padener", "--set", $"Kafka:Secrets:sasl.password={file}", "--set", "Model:Path=none.gguf",
        ];
        foreach (string[] verb in (string[][])[["check-config", .. settings[2..]], ["doctor", .. settings], ["dead-letters", "list", .. settings], ["serve", "--set", "Kafka:Client:debug=all", .. settings]])
        {
            VerbResult result = await Verb.RunDaemonAsync(verb);

            Assert.DoesNotContain("hunter2", result.Output + result.Error, StringComparison.Ordinal);
            Assert.True(verb[0] != "check-config" || (result.ExitCode == 0 && result.Output.Contains(file, StringComparison.Ordinal)), result.Error);
        }

        File.Delete(file);
        VerbResult missing = await Verb.RunDaemonAsync("check-config", "--set", $"Kafka:Secrets:sasl.password={file}");
        Assert.Equal((78, $"padener: Kafka:Secrets:sasl.password: '{file}': there is no such file."), (missing.ExitCode, missing.Error.TrimEnd()));
    }

    [Theory]
    [InlineData("Logging:LogLevel:Default=Debgu")]
    [InlineData("Logging:Console:MaxQueueLength=abc")]
    [InlineData("Log:Format=xml")]
    [InlineData("Log:Level=loud")]
    public async Task Logs_that_cannot_be_set_up_are_an_error_of_the_configuration_in_one_line(string setting)
    {
        foreach (string[] verb in (string[][])[["serve"], ["demo"], ["extract", "--input", "-", "--output", "-"]])
        {
            VerbResult result = await Verb.RunAsync(null, [.. verb, "--set", setting]);

            Assert.Equal((78, string.Empty), (result.ExitCode, result.Output));
            Assert.StartsWith("padener: Log", Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Serve_refuses_to_start_on_the_same_errors()
    {
        VerbResult result = await Verb.RunAsync(null, "serve", "--set", "Http:Port=70000", "--set", "Batching:Lanes=-2");

        Assert.Equal(78, result.ExitCode);
        Assert.Contains("Http:Port is '70000'", result.Error, StringComparison.Ordinal);
        Assert.Contains("Batching:Lanes is '-2'", result.Error, StringComparison.Ordinal);
    }
}
