using System.CommandLine;
using System.Text.RegularExpressions;
using PaDeNer.Daemon.Commands;
using PaDeNer.Tools;

namespace PaDeNer.Architecture.Tests;

/// <summary>The script and both executables agree on who has which verb.</summary>
public partial class VerbTests
{
    private static readonly Command[] OfTools = [.. ToolVerbs.Create().Subcommands];

    [Fact]
    public void Both_executables_know_all_verbs_by_name()
    {
        Assert.Equal(VerbNames.OfDaemon, DaemonVerbs.Create().Subcommands.Select(static verb => verb.Name));
        Assert.Equal(VerbNames.OfTools, OfTools.Select(static verb => verb.Name));
        Assert.Equal(VerbNames.All.Count, VerbNames.All.Distinct().Count());
    }

    [Fact]
    public void The_script_runs_the_verbs_of_the_tools_with_the_tools() =>
        Assert.Equal(VerbNames.OfTools, ScriptVerbs().Match(Repository.Read("eng/build.sh")).Groups[1].Value.Split(' '));

    [Fact]
    public void The_help_of_the_script_lists_the_verbs_of_the_tools_in_their_own_words() => Assert.Equal(
        OfTools.Select(static verb => (verb.Name, verb.Description)),
        HelpLine().Matches(ToolHelp().Match(Repository.Read("padener")).Value).Select(static match => (match.Groups[1].Value, (string?)match.Groups[2].Value)));

    [Fact]
    public void The_tests_of_the_trainer_run_the_verbs_of_the_tools_with_the_tools() => Assert.All(
        VerbNames.OfTools, static verb => Assert.Contains($"\"{verb}\"", PythonVerbs().Match(Repository.Read("training/tests/command.py")).Value, StringComparison.Ordinal));

    [Fact]
    public void The_page_of_the_command_line_has_every_verb_and_every_exit_code()
    {
        string page = Repository.Read("docs/command-line.md");

        Assert.All(VerbNames.All, verb => Assert.Contains($"`{verb}`", page, StringComparison.Ordinal));
        Assert.Equal(
            ExitCode.Meanings.Select(static meaning => $"| {meaning.Code} | {meaning.Meaning} |"),
            page.Split('\n').Where(static line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsAsciiDigit(line[2])));
    }

    [GeneratedRegex(@"(?m)^tool_verbs=\((.*)\)$")]
    private static partial Regex ScriptVerbs();

    [GeneratedRegex(@"(?s)Verbs of the tools.*?\n\n")]
    private static partial Regex ToolHelp();

    [GeneratedRegex(@"(?m)^  (\S+) +(\S.*)$")]
    private static partial Regex HelpLine();

    [GeneratedRegex("VERBS_OF_TOOLS = .*")]
    private static partial Regex PythonVerbs();
}
