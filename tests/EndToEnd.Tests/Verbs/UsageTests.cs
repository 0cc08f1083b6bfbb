using PaDeNer.EndToEnd.Tests.Support;

namespace PaDeNer.EndToEnd.Tests.Verbs;

public class UsageTests
{
    [Theory]
    [InlineData("padener: there is no verb 'sevre'. Did you mean 'serve'? See 'padener --help'.", "sevre")]
    [InlineData("padener: there is no verb 'evla'. Did you mean 'eval'? See 'padener --help'.", "evla")]
    [InlineData("padener extract: there is no option --inptu. Did you mean '--input'? See 'padener extract --help'.", "extract", "--inptu", "x")]
    [InlineData("padener extract: Option '--input' is required. See 'padener extract --help'.", "extract", "--output", "-")]
    [InlineData("padener serve: --set wants Section:Key=value and got 'Kafka'. See 'padener serve --help'.", "serve", "--set", "Kafka")]
    [InlineData("padener demo: --documents wants 1 or more. See 'padener demo --help'.", "demo", "--documents", "0")]
    [InlineData("padener demo: --documents wants a whole number and got 'abc'. See 'padener demo --help'.", "demo", "--documents", "abc")]
    [InlineData("padener demo: --documents wants 2147483647 or less. See 'padener demo --help'.", "demo", "--documents", "99999999999")]
    [InlineData("padener bench: --documents wants a whole number and got ''. See 'padener bench --help'.", "bench", "--documents", "")]
    [InlineData("padener bench: --seed wants a whole number and got '1.5'. See 'padener bench --help'.", "bench", "--seed", "1.5")]
    [InlineData("padener eval: --limit wants a whole number and got 'abc'. See 'padener eval --help'.", "eval", "--limit", "abc")]
    [InlineData("padener plan: --rate wants a number and got 'fast'. See 'padener plan --help'.", "plan", "--rate", "fast")]
    [InlineData("padener plan: --slo wants a number and got '1e999'. See 'padener plan --help'.", "plan", "--slo", "1e999")]
    [InlineData("padener plan: --burst wants a number and got 'NaN'. See 'padener plan --help'.", "plan", "--burst", "NaN")]
    [InlineData("padener plan: --record /tmp is a folder.", "plan", "--record", "/tmp", "--documents", "/etc/hostname")]
    [InlineData("padener extract: --output wants a file and got nothing.", "extract", "--input", "/etc/hostname", "--output", "")]
    [InlineData("padener extract: --output /tmp is a folder.", "extract", "--input", "/etc/hostname", "--output", "/tmp")]
    [InlineData("padener extract: --backend: Model:Backend is 'gpu': not a known choice. Use cpu or cuda. See 'padener extract --help'.", "extract", "--input", "-", "--output", "-", "--backend", "gpu")]
    [InlineData("padener eval: --min-probability: Extraction:MinProbability is 'abc': not a number. The default is 0. See 'padener eval --help'.", "eval", "--min-probability", "abc")]
    [InlineData("padener eval: --report /etc/hostname/x is inside a file; it wants a folder, which is made where there is none.", "eval", "--data", "/etc/hostname", "--report", "/etc/hostname/x")]
    [InlineData("padener serve: --bootstrap-servers: Kafka:BootstrapServers: 'host:port' is not host:port. See 'padener serve --help'.", "serve", "--bootstrap-servers", "host:port")]
    [InlineData("padener serve: --config wants a file and there is none at '/no/such'. See 'padener serve --help'.", "serve", "--config", "/no/such")]
    [InlineData("padener serve: --set wants Section:Key=value and got ' =x'. See 'padener serve --help'.", "serve", "--set", " =x")]
    [InlineData("padener bench: there is no folder /no/such of datasets. Name one with --data DIR: a folder per dataset, each with test.jsonl or dev.jsonl.", "bench", "--data", "/no/such")]
    [InlineData("padener extract: there is no file /no/such/file to read (--input).", "extract", "--input", "/no/such/file", "--output", "-")]
    [InlineData("padener dead-letters: say what to do: list, show, redrive. See 'padener dead-letters --help'.", "dead-letters")]
    [InlineData("padener dead-letters: what is 'lsit'? It is list, show or redrive. Did you mean 'list'? See 'padener dead-letters --help'.", "dead-letters", "lsit")]
    [InlineData("padener dead-letters list: there is no option --falt. Did you mean '--fault'? See 'padener dead-letters list --help'.", "dead-letters", "list", "--falt", "x")]
    [InlineData("padener dead-letters list: --since wants a time such as 2026-11-29, 2026-11-29T10:30:00Z, 15m, 2h or 7d and got 'now'. See 'padener dead-letters list --help'.", "dead-letters", "list", "--since", "now")]
    [InlineData("padener dead-letters list: --source-offset wants an offset, or two with .. between, and got '9..1'. See 'padener dead-letters list --help'.", "dead-letters", "list", "--source-offset", "9..1")]
    [InlineData("padener dead-letters list: --limit wants 1 or more. See 'padener dead-letters list --help'.", "dead-letters", "list", "--limit", "0")]
    [InlineData("padener dead-letters show: --position wants PARTITION/OFFSET, such as 0/17, and got '17'. See 'padener dead-letters show --help'.", "dead-letters", "show", "--position", "17")]
    [InlineData("padener dead-letters show: --raw writes one value to one file: name one dead letter with --position.", "dead-letters", "show", "--raw", "x")]
    [InlineData("padener dead-letters show: --raw /tmp is a folder.", "dead-letters", "show", "--position", "0/1", "--raw", "/tmp")]
    [InlineData("padener dead-letters redrive: --max-redrives wants 1 or more. See 'padener dead-letters redrive --help'.", "dead-letters", "redrive", "--max-redrives", "0")]
    public async Task What_cannot_be_understood_is_one_clear_line_and_exit_code_2(string line, params string[] arguments)
    {
        VerbResult result = await Verb.RunAsync(null, arguments);

        Assert.Equal((2, string.Empty, line), (result.ExitCode, result.Output, result.Error.TrimEnd()));
    }

    [Fact]
    public async Task Whoever_asks_an_executable_for_a_verb_of_the_other_is_told_who_has_it()
    {
        Assert.Equal(
            "padener: this program does not have the verb 'eval'; './padener eval' in a clone of the repository does. See 'padener --help'.",
            (await Verb.RunDaemonAsync("eval", "--data", "x")).Error.TrimEnd());
        Assert.Equal(
            "padener: this program does not have the verb 'serve'; './padener serve' in a clone of the repository does. See 'padener --help'.",
            (await Verb.RunToolsAsync("serve")).Error.TrimEnd());
    }

    [Fact]
    public async Task The_version_names_the_commit_and_what_it_stands_on()
    {
        VerbResult result = await Verb.RunDaemonAsync("--version");

        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        Assert.Matches(@"^padener \d+\.\d+\.\d+ \(commit ([0-9a-f]{12}|not known)\)$", result.Lines[0]);
        Assert.All((string[])[".NET", "Confluent.Kafka", "librdkafka", "LLamaSharp", "llama.cpp, ggml"], part => Assert.Contains($"\n  {part} ", result.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("list")]
    [InlineData("show")]
    [InlineData("redrive")]
    public async Task Everything_that_is_done_with_dead_letters_has_help_with_examples(string verb)
    {
        VerbResult result = await Verb.RunAsync(null, "dead-letters", verb, "--help");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"  padener dead-letters {verb}", result.Output, StringComparison.Ordinal);
        Assert.Contains("--position", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("extract")]
    [InlineData("demo")]
    [InlineData("doctor")]
    [InlineData("check-config")]
    [InlineData("dead-letters")]
    [InlineData("completion")]
    [InlineData("man")]
    [InlineData("help")]
    [InlineData("reformulate")]
    [InlineData("eval")]
    [InlineData("plan")]
    [InlineData("bench")]
    public async Task Every_verb_has_help_with_examples(string verb)
    {
        VerbResult result = await Verb.RunAsync(null, verb, "--help");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"  padener {verb}", result.Output, StringComparison.Ordinal);
        Assert.Contains("Examples:", result.Output, StringComparison.Ordinal);
    }
}
