using PaDeNer.EndToEnd.Tests.Support;

namespace PaDeNer.EndToEnd.Tests.Verbs;

public class UsageTests
{
    [Theory]
    [InlineData("padener: there is no verb 'sevre'. Did you mean 'serve'? See 'padener --help'.", "sevre")]
    [InlineData("padener extract: there is no option --inptu. Did you mean '--input'? See 'padener extract --help'.", "extract", "--inptu", "x")]
    [InlineData("padener extract: Option '--input' is required. See 'padener extract --help'.", "extract", "--output", "-")]
    [InlineData("padener serve: --set wants Section:Key=value and got 'Kafka'. See 'padener serve --help'.", "serve", "--set", "Kafka")]
    [InlineData("padener demo: --documents wants 1 or more. See 'padener demo --help'.", "demo", "--documents", "0")]
    [InlineData("padener bench: there is no folder /no/such of datasets. Name one with --data DIR: a folder per dataset, each with test.jsonl or dev.jsonl.", "bench", "--data", "/no/such")]
    [InlineData("padener extract: there is no file /no/such/file to read (--input).", "extract", "--input", "/no/such/file", "--output", "-")]
    public async Task What_cannot_be_understood_is_one_clear_line_and_exit_code_2(string line, params string[] arguments)
    {
        VerbResult result = await Verb.RunAsync(null, arguments);

        Assert.Equal((2, string.Empty, line), (result.ExitCode, result.Output, result.Error.TrimEnd()));
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("extract")]
    [InlineData("demo")]
    [InlineData("doctor")]
    [InlineData("check-config")]
    [InlineData("eval")]
    [InlineData("bench")]
    public async Task Every_verb_has_help_with_examples(string verb)
    {
        VerbResult result = await Verb.RunAsync(null, verb, "--help");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"  padener {verb}", result.Output, StringComparison.Ordinal);
        Assert.Contains("Examples:", result.Output, StringComparison.Ordinal);
    }
}
