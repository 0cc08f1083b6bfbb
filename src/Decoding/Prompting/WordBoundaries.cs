using System.Globalization;

namespace PaDeNer.Decoding.Prompting;

/// <summary>
/// Where words begin and end. Between two characters there is a boundary unless both are word characters and neither belongs to a
/// script that writes words without spaces. The trainer uses the same rule (training/padener_training/words.py): keep them equal.
/// </summary>
public static class WordBoundaries
{
    /// <summary>Whether there is a boundary before the character at an offset.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="offset">0 to the text's length, not inside a surrogate pair.</param>
    public static bool IsBoundary(string text, int offset)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (offset <= 0 || offset >= text.Length)
        {
            return true;
        }

        int before = offset >= 2 && char.IsSurrogatePair(text, offset - 2) ? offset - 2 : offset - 1;
        return !(JoinsWords(text, before) && JoinsWords(text, offset));
    }

    private static bool JoinsWords(string text, int offset)
    {
        char unit = text[offset];
        if (unit < 0x80)
        {
            return char.IsAsciiLetterOrDigit(unit) || unit == '_';
        }

        int codePoint = char.IsSurrogatePair(text, offset) ? char.ConvertToUtf32(text, offset) : unit;
        return CharUnicodeInfo.GetUnicodeCategory(codePoint) is
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or
            UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or
            UnicodeCategory.ConnectorPunctuation
            && !IsUnsegmented(codePoint);
    }

    /// <summary>Thai, Lao, Myanmar, Khmer, kana and Han.</summary>
    private static bool IsUnsegmented(int codePoint) => codePoint is
        (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF) or
        (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or
        (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);
}
