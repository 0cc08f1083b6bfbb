using System.Globalization;
using System.Text;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Hosting;

namespace PaDeNer.Daemon.Commands.Manuals;

/// <summary>The manual page, padener(1), as troff: every verb with the text and the options of its <c>--help</c>. Pure.</summary>
internal static class ManualPage
{
    private const string Examples = "Examples:";

    /// <summary>The page.</summary>
    /// <param name="description">What the program is.</param>
    /// <param name="verbs">The root and its verbs.</param>
    /// <param name="help">The long help of a verb; null where it has none.</param>
    public static string Write(string description, IReadOnlyList<VerbSyntax> verbs, Func<string, string?> help)
    {
        StringBuilder page = new();
        Line(page, $".TH PADENER 1 \"\" \"padener {ProductVersion.Text}\" \"PaDeNer.Stream\"");
        Line(page, ".SH NAME");
        Line(page, "padener \\- named entities over Kafka streams");
        Line(page, ".SH SYNOPSIS");
        Line(page, ".B padener\n.I VERB\n[options]");
        Line(page, ".SH DESCRIPTION");
        Line(page, Escape(description));
        Line(page, ".SH VERBS");
        foreach (VerbSyntax verb in verbs.Where(static verb => verb.Path.Length > 0))
        {
            Line(page, $".SS padener {Escape(verb.Path)}{(verb.Argument is null ? string.Empty : $" {verb.Argument}")}");
            Text(page, help(verb.Path) ?? verb.Description);
            Options(page, verb);
        }

        Line(page, ".SH \"EXIT STATUS\"");
        foreach ((int code, string meaning) in ExitCode.Meanings)
        {
            Line(page, string.Create(CultureInfo.InvariantCulture, $".TP\n.B {code}\n{Escape(meaning)}"));
        }

        Line(page, ".SH ENVIRONMENT");
        Line(page, $".TP\n.BI {Escape(DaemonConfiguration.EnvironmentPrefix)} Section__Key\nA setting, over the file and under the command line.");
        Line(page, ".SH FILES");
        Line(page, ".TP\n.I config/padener.json\nThe settings, beside the program or above it, unless \\-\\-config names another file. padener check\\-config says which one is read.");
        return page.ToString();
    }

    /// <summary>Paragraphs flow; what follows <c>Examples:</c> stays as it is.</summary>
    private static void Text(StringBuilder page, string text)
    {
        bool verbatim = false;
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line == Examples)
            {
                verbatim = true;
                Line(page, ".PP\nExamples:\n.PP\n.nf\n.RS 4");
            }
            else if (line.Length == 0 && !verbatim)
            {
                Line(page, ".PP");
            }
            else
            {
                Line(page, Escape(line.Trim()));
            }
        }

        if (verbatim)
        {
            Line(page, ".RE\n.fi");
        }
    }

    private static void Options(StringBuilder page, VerbSyntax verb)
    {
        foreach (OptionSyntax option in verb.Options)
        {
            string names = string.Join(", ", option.Names.Select(static name => $"\\fB{Escape(name)}\\fR"));
            Line(page, $".TP\n{names}{(option.Value is null ? string.Empty : $" \\fI{Escape(option.Value)}\\fR")}\n{Escape(option.Description)}");
        }
    }

    /// <summary>Text that troff shows as it is: a hyphen stays one that can be copied, and no line begins with a command.</summary>
    private static string Escape(string text)
    {
        string escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return escaped.StartsWith('.') || escaped.StartsWith('\'') ? $"\\&{escaped}" : escaped;
    }

    private static void Line(StringBuilder page, string line) => page.Append(line).Append('\n');
}
