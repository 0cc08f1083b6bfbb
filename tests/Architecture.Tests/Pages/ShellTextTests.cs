namespace PaDeNer.Architecture.Tests.Pages;

/// <summary>The reader of commands reads what the shell reads.</summary>
public class ShellTextTests
{
    [Theory]
    [InlineData("a b   c", "a|b|c")]
    [InlineData("a 'b c' \"d e\" f\\ g", "a|b c|d e|f g")]
    [InlineData("a --x \"say \\\"hi\\\"\" ''", "a|--x|say \"hi\"|")]
    [InlineData("a b \\\n  c # a comment; d\nd", "a|b|c;d")]
    [InlineData("a | b && c; d & e", "a;b;c;d;e")]
    [InlineData("a 2>/dev/null >out <in b 2>&1 | c", "a|b;c")]
    [InlineData("a \"x $(b c) y\" $(d)", "b|c;d;a|x b c y|d")]
    [InlineData("source <(a b)", "a|b;source|a b")]
    [InlineData("a > f <<'END'\nnot a command\nEND\nb", "a;b")]
    [InlineData("for x in 1 2; do\n  a $x\ndone", "for|x|in|1|2;do;a|$x;done")]
    [InlineData("a#b c#d", "a#b|c#d")]
    public void Words_and_commands_are_cut_where_the_shell_cuts_them(string script, string expected) =>
        Assert.Equal(expected, string.Join(';', ShellText.Commands(script).Select(static words => string.Join('|', words))));

    [Theory]
    [InlineData("a 'b")]
    [InlineData("a \"b")]
    [InlineData("a $(b")]
    [InlineData("a <<'END'\nb\n")]
    public void What_is_not_closed_is_an_error(string script) => Assert.Throws<FormatException>(() => ShellText.Commands(script));
}
