using System.Globalization;
using PaDeNer.Daemon.Commands.Extracting;
using Spectre.Console;

namespace PaDeNer.Daemon.Commands.Demonstration;

/// <summary>Shows results: in colour where a person watches standard output, otherwise the values themselves, one a line.</summary>
internal sealed class DemoDisplay : IDisposable
{
    private const int IdWidth = 12;
    private readonly LabelColors _colors;
    private readonly bool _forPeople = !Console.IsOutputRedirected;
    private readonly System.IO.Stream? _output;

    /// <summary>A display for these labels.</summary>
    public DemoDisplay(IEnumerable<string> labels)
    {
        _colors = new LabelColors(labels);
        _output = _forPeople ? null : ExtractFiles.OpenOutput("-");
    }

    /// <summary>Whether results are shown in colour.</summary>
    public bool ForPeople => _forPeople;

    /// <summary>What the colours mean.</summary>
    public void ShowLegend()
    {
        if (_forPeople)
        {
            AnsiConsole.WriteLine();
            IEnumerable<string> labels = _colors.All.Select(static pair => $"[black on {pair.Color}] {Markup.Escape(pair.Label)} [/]");
            AnsiConsole.MarkupLine(new string(' ', IdWidth + 2) + string.Join("  ", labels));
            AnsiConsole.WriteLine();
        }
    }

    /// <summary>Shows one result.</summary>
    /// <exception cref="IOException">Nobody reads any more.</exception>
    public void Show(DemoResult result, string text)
    {
        if (_output is not null)
        {
            _output.Write(result.Value);
            _output.WriteByte((byte)'\n');
            _output.Flush();
            return;
        }

        Grid grid = new Grid().AddColumn(new GridColumn().Width(IdWidth).NoWrap().PadRight(2)).AddColumn(new GridColumn().PadRight(0));
        grid.AddRow(new Text(result.Id, new Style(Color.Grey)), new Markup(MarkupOf(result, text)));
        AnsiConsole.Write(grid);
        AnsiConsole.WriteLine();
    }

    /// <inheritdoc/>
    public void Dispose() => _output?.Dispose();

    private string MarkupOf(DemoResult result, string text)
    {
        System.Text.StringBuilder markup = new();
        int at = 0;
        foreach (DemoEntity entity in result.Entities)
        {
            string color = _colors.Of(entity.Label);
            markup.Append(Markup.Escape(text[at..entity.Start]));
            markup.Append(CultureInfo.InvariantCulture, $"[bold underline {color}]{Markup.Escape(text[entity.Start..entity.End])}[/]");
            markup.Append(CultureInfo.InvariantCulture, $"[{color} dim] {Markup.Escape(entity.Label)}[/]");
            at = entity.End;
        }

        return markup.Append(Markup.Escape(text[at..])).ToString();
    }
}
