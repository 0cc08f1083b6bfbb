using System.Text;

namespace PaDeNer.Daemon.Commands.Diagnosis;

/// <summary>Writes findings as they come: facts, and for each thing that is wrong its fix.</summary>
/// <param name="output">Where to.</param>
internal sealed class Checkup(TextWriter output)
{
    private const int NameWidth = 18;
    private int _problems;

    /// <summary>Begins a group of findings.</summary>
    public void Section(string title)
    {
        output.WriteLine();
        output.WriteLine(title);
    }

    /// <summary>Something that is as it is.</summary>
    public void Fact(string name, string value) => output.WriteLine($"  {name.PadRight(NameWidth)} {Indent(value)}");

    /// <summary>Something that is as it should be.</summary>
    public void Good(string name, string value) => output.WriteLine($"{Mark("✓", "32")} {name.PadRight(NameWidth)} {Indent(value)}");

    /// <summary>Something that keeps <c>serve</c> from running.</summary>
    public void Problem(string name, string what, string fix)
    {
        _problems++;
        output.WriteLine($"{Mark("✗", "31")} {name.PadRight(NameWidth)} {Indent(what)}");
        if (fix.Length > 0)
        {
            output.WriteLine($"  {string.Empty.PadRight(NameWidth)} → {Indent(fix)}");
        }
    }

    /// <summary>Writes the verdict.</summary>
    /// <returns>Whether the daemon could run.</returns>
    public bool Conclude()
    {
        output.WriteLine();
        output.WriteLine(_problems switch
        {
            0 => "All is well: padener serve can run.",
            1 => "One problem keeps padener serve from running.",
            _ => $"{_problems} problems keep padener serve from running.",
        });
        return _problems == 0;
    }

    private static string Mark(string mark, string color) => Console.IsOutputRedirected ? mark : $"\u001b[{color}m{mark}\u001b[0m";

    /// <summary>Keeps the columns: breaks lines between words where a person watches, and indents what follows.</summary>
    private static string Indent(string text)
    {
        string margin = Environment.NewLine + new string(' ', NameWidth + 3);
        int width = Console.IsOutputRedirected ? int.MaxValue : Math.Max(20, Console.WindowWidth - NameWidth - 4);
        StringBuilder lines = new();
        int column = 0;
        foreach (string word in text.ReplaceLineEndings(" \n ").Split(' '))
        {
            bool breaks = word == "\n" || (column > 0 && column + 1 + word.Length > width);
            lines.Append(breaks ? margin : column > 0 ? " " : string.Empty);
            column = breaks ? 0 : column + (column > 0 ? 1 : 0);
            if (word != "\n")
            {
                lines.Append(word);
                column += word.Length;
            }
        }

        return lines.ToString();
    }
}
