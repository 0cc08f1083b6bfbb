using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Decoding.Entities;

/// <summary>
/// Finds every place where a mention's text stands. White space matches any white space: a mention that a model read over a line's end
/// stands there too. Places between word boundaries are preferred, and others given only where there are none.
/// </summary>
public static class MentionSearch
{
    /// <summary>The places, in text order, none of which begins or ends with white space; empty where the mention does not occur.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mention">What to look for; white space around it does not count.</param>
    public static IReadOnlyList<TextSpan> Find(string text, string mention)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(mention);
        ReadOnlySpan<char> wanted = mention.AsSpan().Trim();
        if (wanted.IsEmpty)
        {
            return [];
        }

        List<TextSpan> words = [];
        List<TextSpan> parts = [];
        for (int at = text.IndexOf(wanted[0], StringComparison.Ordinal); at >= 0; at = text.IndexOf(wanted[0], at + 1))
        {
            if (EndOfMatch(text, at, wanted) is { } end)
            {
                bool whole = WordBoundaries.IsBoundary(text, at) && WordBoundaries.IsBoundary(text, end);
                (whole ? words : parts).Add(new TextSpan(at, end));
            }
        }

        return words.Count > 0 ? words : parts;
    }

    /// <summary>A span without the white space at its two ends; empty where there is nothing else.</summary>
    /// <param name="text">The text.</param>
    /// <param name="span">A piece of it.</param>
    public static TextSpan Trim(string text, TextSpan span)
    {
        ArgumentNullException.ThrowIfNull(text);
        (int start, int end) = (span.Start, span.End);
        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        return new TextSpan(start, end);
    }

    private static int? EndOfMatch(string text, int at, ReadOnlySpan<char> wanted)
    {
        int to = at;
        for (int i = 0; i < wanted.Length; i++)
        {
            if (!char.IsWhiteSpace(wanted[i]))
            {
                if (to >= text.Length || text[to] != wanted[i])
                {
                    return null;
                }

                to++;
                continue;
            }

            int run = to;
            while (run < text.Length && char.IsWhiteSpace(text[run]))
            {
                run++;
            }

            if (run == to)
            {
                return null;
            }

            to = run;
            while (char.IsWhiteSpace(wanted[i + 1]))
            {
                i++;
            }
        }

        return to;
    }
}
