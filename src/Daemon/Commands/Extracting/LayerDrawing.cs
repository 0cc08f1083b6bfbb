using System.Text;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Daemon.Commands.Extracting;

/// <summary>
/// A text with its entities drawn under it, for people: each a bar with its label, and one that stands over others below them, a layer
/// further from the text. Pure.
/// </summary>
internal static class LayerDrawing
{
    /// <summary>The lines of the drawing.</summary>
    /// <param name="text">The text; line ends and tabs are drawn as blanks.</param>
    /// <param name="entities">Those with a place are drawn, the others are named in a line of their own.</param>
    /// <param name="width">Columns of the terminal; 20 at least.</param>
    public static IEnumerable<string> Lines(string text, IReadOnlyList<Entity> entities, int width)
    {
        for (int start = 0; start < text.Length || start == 0;)
        {
            int end = EndOfLine(text, start, Math.Max(20, width));
            yield return Shown(text[start..end]).TrimEnd();
            foreach (string layer in Layers(text, start, end, entities))
            {
                yield return layer;
            }

            start = Math.Max(end, start + 1);
        }

        string[] elsewhere = [.. entities.Where(static entity => entity.Span is null).Select(static entity => $"{entity.Text} {entity.Label.Name}")];
        if (elsewhere.Length > 0)
        {
            yield return $"not in the text: {string.Join(", ", elsewhere)}";
        }
    }

    /// <summary>As many words as fit; a word that does not fit into a line is cut.</summary>
    private static int EndOfLine(string text, int start, int width)
    {
        int columns = 0, blank = -1, at = start;
        foreach (Rune rune in text.AsSpan(start).EnumerateRunes())
        {
            columns += CellWidth.Of(rune);
            if (columns > width)
            {
                // A blank at the end of a line takes no column.
                return Rune.IsWhiteSpace(rune) ? at + rune.Utf16SequenceLength : blank > start ? blank : Math.Max(at, start + rune.Utf16SequenceLength);
            }

            at += rune.Utf16SequenceLength;
            blank = Rune.IsWhiteSpace(rune) ? at : blank;
        }

        return text.Length;
    }

    private static List<string> Layers(string text, int start, int end, IReadOnlyList<Entity> entities)
    {
        List<StringBuilder> layers = [];
        IEnumerable<(Entity Entity, TextSpan Span)> here = entities.Where(static entity => entity.Span is not null).Select(static entity => (Entity: entity, Span: entity.Span!.Value))
            .Where(pair => pair.Span.Start < end && pair.Span.End > start);
        foreach ((Entity entity, TextSpan span) in here.OrderBy(static pair => pair.Span.Length).ThenBy(static pair => pair.Span.Start))
        {
            int column = CellWidth.Of(Shown(text[start..Math.Max(start, span.Start)]));
            string bar = Bar(
                CellWidth.Of(Shown(text[Math.Max(start, span.Start)..Math.Min(end, span.End)].TrimEnd())), entity.Label.Name, span.Start >= start, span.End <= end);
            Draw(layers, column, bar);
        }

        return layers.ConvertAll(static layer => layer.Replace("\0", string.Empty).ToString().TrimEnd());
    }

    /// <summary>Below everything that it would touch.</summary>
    private static void Draw(List<StringBuilder> layers, int column, string bar)
    {
        int width = CellWidth.Of(bar);
        int layer = layers.FindLastIndex(other => Enumerable.Range(Math.Max(0, column - 1), width + 1).Any(at => at < other.Length && other[at] != ' ')) + 1;
        if (layer == layers.Count)
        {
            layers.Add(new StringBuilder());
        }

        StringBuilder line = layers[layer];
        line.Append(' ', Math.Max(0, column + width - line.Length));
        line.Remove(column, width).Insert(column, bar + new string('\0', width - bar.Length)); // a column each, for wide labels too
    }

    /// <summary>A bar as wide as the mention with the label inside, or beside it where it does not fit.</summary>
    private static string Bar(int width, string label, bool begins, bool ends)
    {
        char left = begins ? '└' : '─', right = ends ? '┘' : '─';
        int free = width - 2 - CellWidth.Of(label);
        return free >= 0 ? $"{left}{new string('─', free / 2)}{label}{new string('─', free - (free / 2))}{right}"
            : width == 1 ? $"└{label}"
            : $"{left}{new string('─', Math.Max(0, width - 2))}{right}{label}";
    }

    private static string Shown(string text) => string.Create(text.Length, text, static (shown, from) =>
    {
        for (int at = 0; at < shown.Length; at++)
        {
            shown[at] = char.IsControl(from[at]) ? ' ' : from[at];
        }
    });
}
