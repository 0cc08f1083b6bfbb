using System.CommandLine;
using System.Diagnostics;
using PaDeNer.Daemon.Commands;
using PaDeNer.Daemon.Commands.Manuals;

namespace PaDeNer.Daemon.Tests.Commands;

public class ManualTests
{
    private static readonly RootCommand Root = DaemonVerbs.Create();
    private static readonly IReadOnlyList<VerbSyntax> Verbs = VerbSyntax.Of(Root);

    [Theory]
    [InlineData("ser", "serve")]
    [InlineData("dead-letters sh", "show")]
    [InlineData("dead-letters redrive --max", "--max-redrives")]
    [InlineData("extract --form", "--format")]
    [InlineData("extract --format js", "jsonl")]
    [InlineData("serve --backend ", "cpu cuda")]
    [InlineData("extract -i /etc/hostn", "/etc/hostname")]
    [InlineData("completion z", "zsh")]
    [InlineData("help check", "check-config")]
    public void Bash_completes_verbs_options_and_values(string typed, string expected)
    {
        string words = string.Join(' ', typed.Split(' ').Select(static word => $"'{word}'"));
        string script = $"{BashCompletion.Write(Verbs)}\nCOMP_WORDS=(padener {words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _padener; echo \"${{COMPREPLY[*]}}\"";

        Assert.Equal(expected, Run("bash", script, "-s"));
    }

    [Theory]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void Other_shells_take_their_script(string shell)
    {
        string script = shell == "zsh" ? ZshCompletion.Write(Verbs) : FishCompletion.Write(Verbs);
        string file = Path.GetTempFileName();
        File.WriteAllText(file, script);
        try
        {
            Assert.Equal(string.Empty, Run(shell, string.Empty, "-n", file));
        }
        finally
        {
            File.Delete(file);
        }

        Assert.All(Verbs.SelectMany(static verb => verb.Options), option => Assert.Contains(shell == "zsh" ? option.Name : option.Name[2..], script, StringComparison.Ordinal));
    }

    [Fact]
    public void Fish_completes_verbs_and_values()
    {
        Assert.SkipWhen(!Exists("fish"), "fish is not installed");
        string script = FishCompletion.Write(Verbs);

        Assert.StartsWith("serve", Run("fish", string.Empty, "-c", $"{script}\ncomplete -C 'padener ser'"), StringComparison.Ordinal);
        Assert.StartsWith("jsonl", Run("fish", string.Empty, "-c", $"{script}\ncomplete -C 'padener extract --format js'"), StringComparison.Ordinal);
        Assert.StartsWith("redrive", Run("fish", string.Empty, "-c", $"{script}\ncomplete -C 'padener dead-letters re'"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_manual_has_every_verb_every_option_and_every_exit_code()
    {
        string page = ManualPage.Write(Root.Description!, Verbs, HelpText.Of);

        Assert.All(Verbs.Where(static verb => verb.Path.Length > 0), verb =>
        {
            Assert.Contains($".SS padener {verb.Path.Replace("-", "\\-", StringComparison.Ordinal)}", page, StringComparison.Ordinal);
            Assert.All(verb.Options, option => Assert.Contains($"\\fB{option.Name.Replace("-", "\\-", StringComparison.Ordinal)}\\fR", page, StringComparison.Ordinal));
            Assert.NotNull(HelpText.Of(verb.Path));
        });
        Assert.All(ExitCode.Meanings, meaning => Assert.Contains($".TP\n.B {meaning.Code}\n", page, StringComparison.Ordinal));
        Assert.DoesNotContain(page.Split('\n'), static line => line.Length > 1 && line[0] == '.' && !char.IsAsciiLetterUpper(line[1]) && line is not (".nf" or ".fi"));
    }

    [Fact]
    public void The_manual_can_be_formatted()
    {
        Assert.SkipWhen(!Exists("groff"), "groff is not installed");

        Assert.Contains("EXIT STATUS", Run("groff", ManualPage.Write(Root.Description!, Verbs, HelpText.Of), "-man", "-Tascii", "-P-cbou", "-ww"), StringComparison.Ordinal);
    }

    private static bool Exists(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string Run(string program, string input, params string[] arguments)
    {
        Assert.SkipWhen(!Exists(program), $"{program} is not installed");
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal((0, string.Empty), (process.ExitCode, error.GetAwaiter().GetResult()));
        return output.TrimEnd();
    }
}
