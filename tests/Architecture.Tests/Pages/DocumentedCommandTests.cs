using System.Text.RegularExpressions;

namespace PaDeNer.Architecture.Tests.Pages;

/// <summary>
/// Every command of the pages says how it is checked, in a comment above its block: <c>run</c> (a test runs it as it stands),
/// <c>run by Class.Test</c>, <c>parse</c>, or <c>not run:</c> with the reason. All of them are read as the real command line would.
/// </summary>
public partial class DocumentedCommandTests
{
    [Fact]
    public void Every_block_says_how_it_is_checked()
    {
        Assert.NotEmpty(CommandBlock.All);
        Assert.All(CommandBlock.All, static block => Assert.True(
            block.Marking is { } marking && Marking().IsMatch(marking),
            $"{block}: put <!-- command: run -->, run by Class.Test, parse, or not run: WHY above it; it has '{block.Marking}'"));
    }

    [Fact]
    public void Every_command_is_one_that_the_program_takes() => Assert.Empty(CommandBlock.All.SelectMany(DocumentedCommand.Problems));

    [Fact]
    public void Every_test_that_is_said_to_run_one_is_there() => Assert.All(
        CommandBlock.All.Select(static block => (Block: block, Test: RunBy().Match(block.Marking ?? string.Empty))).Where(static pair => pair.Test.Success),
        static pair => Assert.True(
            Repository.Sources("tests").Any(file =>
                Path.GetFileNameWithoutExtension(file) == pair.Test.Groups[1].Value && Repository.Read(file).Contains($" {pair.Test.Groups[2].Value}(", StringComparison.Ordinal)),
            $"{pair.Block}: there is no test {pair.Test.Value}"));

    [Theory]
    [InlineData("./padener extrakt -i a -o b", "there is no verb 'extrakt'")]
    [InlineData("./padener extract -i a -o b --labells x", "there is no option --labells")]
    [InlineData("padener serve --set Kafka:Topic=x", "there is no setting Kafka:Topic")]
    [InlineData("PADENER__Modell__Path=x ./padener serve", "there is no setting Modell:Path")]
    [InlineData("a | padener dead-letters lists", "what is 'lists'?")]
    [InlineData("./padener test --slowly", "the script knows no --slowly")]
    [InlineData("for n in 1 2; do\n  ./padener demo --documents $n --nothing\ndone", "there is no option --nothing")]
    [InlineData("unheard-of --help", "'unheard-of' is no program")]
    public void A_command_that_does_not_exist_is_found(string command, string said) =>
        Assert.Contains(DocumentedCommand.Problems(new CommandBlock("page.md", 1, "parse", command)), problem => problem.Contains(said, StringComparison.Ordinal));

    [Theory]
    [InlineData("<!-- command: parse -->\n```sh\na\n```\n", "parse", 2)]
    [InlineData("text\n\n```sh\na\n```\n", null, 3)]
    [InlineData("<!-- command: parse -->\n\n```sh\na\n```\n", null, 3)]
    [InlineData("<!-- command: not run: -->\n```sh\na\n```\n", "not run:", 2)]
    public void A_marking_stands_right_above_its_block(string page, string? marking, int line)
    {
        CommandBlock block = Assert.Single(CommandBlock.In("page.md", page));

        Assert.Equal((marking, line, "a\n"), (block.Marking, block.Line, block.Text));
    }

    [Theory]
    [InlineData("not run:", false)]
    [InlineData("not run: no", false)]
    [InlineData("not run: wants a GPU", true)]
    [InlineData("run by hand", false)]
    [InlineData("run", true)]
    public void A_reason_has_to_be_one(string marking, bool isOne) => Assert.Equal(isOne, Marking().IsMatch(marking));

    [GeneratedRegex(@"^(run|parse|run by \w+Tests\.\w+|not run: \S+( \S+){2,})$")]
    private static partial Regex Marking();

    [GeneratedRegex(@"^run by (\w+Tests)\.(\w+)$")]
    private static partial Regex RunBy();
}
