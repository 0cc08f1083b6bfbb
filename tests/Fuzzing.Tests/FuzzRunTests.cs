using System.Globalization;
using System.Text.RegularExpressions;
using PaDeNer.Fuzzing.Targets;

namespace PaDeNer.Fuzzing.Tests;

public sealed partial class FuzzRunTests
{
    [Fact]
    public void A_short_run_of_every_reader_finds_nothing_and_gets_further_than_its_seeds()
    {
        using FuzzProcess fuzz = new();
        (int exitCode, string output) = fuzz.Run("--executions", "4000");

        Assert.True(exitCode == 0, output);
        Match[] lines = [.. Summary().Matches(output).Cast<Match>()];
        Assert.Equal(FuzzTargets.Readers.Select(static target => target.Name), lines.Select(static line => line.Groups["name"].Value));
        Assert.All(lines, line => Assert.True(Number(line, "end") > Number(line, "begin"), line.Value));
    }

    [Fact]
    public void Coverage_leads_through_a_maze_that_chance_does_not_get_out_of()
    {
        using FuzzProcess guided = new();
        (int exitCode, string output) = guided.Run("trap-maze", "--executions", "600000");
        Assert.True(exitCode == 1, output);
        Assert.Contains("found: InvalidOperationException from PaDeNer.Fuzzing.Targets.Maze.Walk", output, StringComparison.Ordinal);

        // As small as it can be: the bytes that are asked for, no other.
        string file = Found().Match(output).Groups["path"].Value;
        Assert.Equal([0x6D, 0xA1, 0x7A, 0xE5], File.ReadAllBytes(file));

        using FuzzProcess blind = new();
        (exitCode, output) = blind.Run("trap-maze", "--executions", "600000", "--blind");
        Assert.True(exitCode == 0, output);
    }

    [Theory]
    [InlineData("trap-stack", "the process ended with exit code 134")]
    [InlineData("trap-loop", "it did not return")]
    [InlineData("trap-memory", "more memory than it may")]
    public void However_an_execution_ends_badly_its_input_is_in_a_file_that_the_message_names(string target, string kind)
    {
        using FuzzProcess fuzz = new();
        (int exitCode, string output) = fuzz.Run(target, "--executions", "1000", "--hang-seconds", "4");

        Assert.True(exitCode == 1, output);
        Assert.Contains($"{target}: found: {kind}", output, StringComparison.Ordinal);
        Assert.True(File.ReadAllBytes(Found().Match(output).Groups["path"].Value).Length > 8);
    }

    [Fact]
    public void The_same_seed_does_the_same_and_another_does_not()
    {
        string[] corpora = [.. ((string[])["3", "3", "4"]).Select(static seed =>
        {
            using FuzzProcess fuzz = new();
            fuzz.Run("offsets", "--executions", "3000", "--seed", seed);
            return string.Join(' ', Directory.EnumerateFiles(Path.Combine(fuzz.Folder, "offsets", "corpus")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        })];

        Assert.Equal(corpora[0], corpora[1]);
        Assert.NotEqual(corpora[0], corpora[2]);
    }

    [Fact]
    public void What_is_asked_for_wrongly_is_said_and_is_no_run()
    {
        using FuzzProcess fuzz = new();
        Assert.Contains("Targets: gguf, document", fuzz.Run("nothing").Output, StringComparison.Ordinal);
        (int exitCode, string output) = fuzz.Run("gguf", "--minutes", "many");
        Assert.Equal(2, exitCode);
        Assert.Contains("'many' is no number", output, StringComparison.Ordinal);
    }

    private static int Number(Match line, string group) => int.Parse(line.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("(?<name>[a-z-]+): [0-9]+ executions, (?<begin>[0-9]+) edges at the beginning, (?<end>[0-9]+) at the end")]
    private static partial Regex Summary();

    [GeneratedRegex("with the [0-9]+ bytes of (?<path>[^:]+):")]
    private static partial Regex Found();
}
