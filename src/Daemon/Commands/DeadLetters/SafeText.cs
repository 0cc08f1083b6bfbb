using System.Buffers;
using System.Globalization;
using System.Text;

namespace PaDeNer.Daemon.Commands.DeadLetters;

/// <summary>
/// What strangers wrote, for a terminal: nothing of it moves the cursor, changes colours, turns the direction of writing or begins a line. Pure.
/// </summary>
internal static class SafeText
{
    /// <summary>One line.</summary>
    public static string Line(string text) => Escape(Encoding.UTF8.GetBytes(text), keepLines: false);

    /// <summary>One line of bytes that should be UTF-8; those that are not are written \xFF.</summary>
    public static string Line(ReadOnlySpan<byte> bytes) => Escape(bytes, keepLines: false);

    /// <summary>Bytes that should be UTF-8, with their own line breaks.</summary>
    public static string Lines(ReadOnlySpan<byte> bytes) => Escape(bytes, keepLines: true);

    /// <summary>One line of so many characters at most.</summary>
    public static string Shorten(string line, int length)
    {
        if (line.Length <= length)
        {
            return line;
        }

        int end = length - 3;
        return string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[end - 1]) ? end - 1 : end), "...");
    }

    private static string Escape(ReadOnlySpan<byte> bytes, bool keepLines)
    {
        StringBuilder text = new(bytes.Length);
        while (bytes.Length > 0)
        {
            if (Rune.DecodeFromUtf8(bytes, out Rune rune, out int consumed) != OperationStatus.Done)
            {
                foreach (byte one in bytes[..consumed])
                {
                    text.Append(CultureInfo.InvariantCulture, $"\\x{one:X2}");
                }
            }
            else if (IsPlain(rune) || (keepLines && rune.Value == '\n'))
            {
                text.Append(rune.ToString());
            }
            else
            {
                text.Append(rune.Value switch { '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}") });
            }

            bytes = bytes[consumed..];
        }

        return text.ToString();
    }

    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
