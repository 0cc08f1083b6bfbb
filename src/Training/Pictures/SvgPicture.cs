using System.Globalization;
using System.Text;

namespace PaDeNer.Training.Pictures;

/// <summary>
/// An SVG picture, written element by element. Colours are classes, given twice: for light pages and for dark ones, so that a picture
/// is readable wherever it is shown.
/// </summary>
internal sealed class SvgPicture
{
    private const string Style =
        """
        <style>
          text { font-family: system-ui, "DejaVu Sans", sans-serif; font-size: 13px; fill: #1f2328 }
          .page { fill: #ffffff } .title { font-size: 15px; font-weight: 600 } .small { font-size: 11px; fill: #59636e } .share { font-size: 11px }
          .line { stroke: #8c959f; stroke-width: 1; fill: none } .grid { stroke: #d8dee4; stroke-width: 1 }
          .bar { fill: #0969da } .ideal { stroke: #9a6700; stroke-width: 1.5; stroke-dasharray: 5 4 } .dot { fill: #9a6700 }
          .right { fill: #1a7f37 } .wrong { fill: #cf222e } .cell { stroke: #d8dee4; stroke-width: 1; fill: none } .strong { fill: #ffffff }
          @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3 } .page { fill: #0d1117 } .small { fill: #9198a1 } .line { stroke: #6e7681 } .grid { stroke: #30363d }
            .bar { fill: #4493f8 } .ideal { stroke: #d29922 } .dot { fill: #d29922 } .right { fill: #238636 } .wrong { fill: #da3633 }
            .cell { stroke: #30363d } .strong { fill: #ffffff }
          }
        </style>
        """;

    private readonly StringBuilder _body = new();
    private readonly int _width;
    private readonly int _height;
    private readonly string _title;

    /// <summary>An empty picture.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="title">What it shows, also for those who do not see it.</param>
    public SvgPicture(int width, int height, string title) => (_width, _height, _title) = (width, height, title);

    /// <summary>A filled rectangle.</summary>
    public void Rectangle(double x, double y, double width, double height, string style, double opacity = 1) => _body.AppendLine(
        CultureInfo.InvariantCulture,
        $"""<rect x="{x:0.##}" y="{y:0.##}" width="{width:0.##}" height="{height:0.##}" class="{style}" fill-opacity="{opacity:0.###}"/>""");

    /// <summary>A straight line.</summary>
    public void Line(double x1, double y1, double x2, double y2, string style) => _body.AppendLine(
        CultureInfo.InvariantCulture,
        $"""<line x1="{x1:0.##}" y1="{y1:0.##}" x2="{x2:0.##}" y2="{y2:0.##}" class="{style}"/>""");

    /// <summary>A dot.</summary>
    public void Dot(double x, double y, double radius, string style) => _body.AppendLine(
        CultureInfo.InvariantCulture, $"""<circle cx="{x:0.##}" cy="{y:0.##}" r="{radius:0.##}" class="{style}"/>""");

    /// <summary>Words.</summary>
    /// <param name="x">Where, as <paramref name="anchor"/> says.</param>
    /// <param name="y">The baseline.</param>
    /// <param name="words">Plain text.</param>
    /// <param name="style">A class; may be empty.</param>
    /// <param name="anchor">start, middle or end.</param>
    /// <param name="upwards">Whether it is written from below to above.</param>
    public void Text(double x, double y, string words, string style = "", string anchor = "middle", bool upwards = false)
    {
        string turn = upwards ? string.Create(CultureInfo.InvariantCulture, $" transform=\"rotate(-90 {x:0.##} {y:0.##})\"") : string.Empty;
        _body.AppendLine(
            CultureInfo.InvariantCulture,
            $"""<text x="{x:0.##}" y="{y:0.##}" class="{style}" text-anchor="{anchor}"{turn}>{Escape(words)}</text>""");
    }

    /// <summary>The file.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_width} {_height}" width="{_width}" height="{_height}" role="img">
        <title>{Escape(_title)}</title>
        {Style}
        <rect width="100%" height="100%" class="page"/>
        {_body}</svg>

        """);

    /// <summary>Text that is safe inside an element; characters that XML does not allow at all become a replacement character.</summary>
    private static string Escape(string words)
    {
        StringBuilder escaped = new();
        foreach (Rune rune in words.EnumerateRunes())
        {
            string? name = rune.Value switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '"' => "&quot;", _ => null };
            bool allowed = rune.Value is >= 0x20 and not (0xFFFE or 0xFFFF);
            escaped.Append(name ?? (allowed ? rune.ToString() : "\uFFFD"));
        }

        return escaped.ToString();
    }
}
