using System.Globalization;

namespace PaDeNer.Streaming.Formats;

/// <summary>Names one place in a JSON value, as RFC 6901 writes it: parts with a slash before each, <c>~1</c> for a slash and <c>~0</c> for a tilde inside one.</summary>
internal sealed class JsonPointer
{
    /// <summary>Most parts of a pointer.</summary>
    public const int MaxParts = 32;

    private JsonPointer(string text, string[] parts)
    {
        Text = text;
        Parts = parts;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Its parts without escapes; none for the whole value.</summary>
    public IReadOnlyList<string> Parts { get; }

    /// <summary>Reads a pointer.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static JsonPointer Parse(string text) => Problem(text) is { } problem
        ? throw new FormatException(problem.Reason)
        : new JsonPointer(text, [.. text.Split('/').Skip(1).Select(Unescape)]);

    /// <summary>Why a text is no pointer, and what to write instead; null where it is one.</summary>
    public static (string Reason, string Fix)? Problem(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (text[0] != '/')
        {
            string meant = text.TrimStart('$', '#', '.', '/').Replace('.', '/');
            return ("no JSON pointer, these begin with '/'", meant.Length == 0 ? "Use /text, for example." : $"Did you mean '/{meant}'?");
        }

        for (int index = text.IndexOf('~', StringComparison.Ordinal); index >= 0; index = text.IndexOf('~', index + 1))
        {
            if (index + 1 == text.Length || text[index + 1] is not ('0' or '1'))
            {
                return (string.Create(CultureInfo.InvariantCulture, $"the '~' at character {index + 1} is no escape"), "Write ~0 for '~' and ~1 for '/' inside a name.");
            }
        }

        int parts = text.Count(static letter => letter == '/');
        return parts > MaxParts
            ? (string.Create(CultureInfo.InvariantCulture, $"{parts} parts are too many"), string.Create(CultureInfo.InvariantCulture, $"Up to {MaxParts} are read."))
            : null;
    }

    /// <summary>The element of an array that a part stands for: a number without sign and leading zeros; -1 where it stands for none.</summary>
    public static int IndexOf(string part) =>
        part.Length is > 0 and < 10 && part.All(char.IsAsciiDigit) && (part.Length == 1 || part[0] != '0')
            ? int.Parse(part, CultureInfo.InvariantCulture)
            : -1;

    /// <summary>Whether another pointer names the same place or one inside it.</summary>
    public bool Holds(JsonPointer other) => other.Parts.Count >= Parts.Count && Parts.SequenceEqual(other.Parts.Take(Parts.Count), StringComparer.Ordinal);

    private static string Unescape(string part) => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
