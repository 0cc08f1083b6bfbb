using System.Text;

namespace PaDeNer.Decoding.Entities;

/// <summary>Turns UTF-16 offsets of one text into another unit; forward only, so a document's entities cost one pass over its text.</summary>
/// <param name="text">The document's text.</param>
/// <param name="unit">The unit to count in.</param>
public sealed class OffsetConverter(string text, OffsetUnit unit)
{
    private int _from;
    private int _to;

    /// <summary>The offset in the unit asked for.</summary>
    /// <param name="utf16Offset">0 to the text's length; cheapest in rising order.</param>
    public int Convert(int utf16Offset)
    {
        if (unit == OffsetUnit.Utf16)
        {
            return utf16Offset;
        }

        if (utf16Offset < _from)
        {
            _from = _to = 0;
        }

        while (_from < utf16Offset)
        {
            // A lone surrogate counts as one code point and as the three bytes of the replacement character.
            bool whole = Rune.TryGetRuneAt(text, _from, out Rune rune);
            _from += whole ? rune.Utf16SequenceLength : 1;
            _to += unit == OffsetUnit.CodePoint ? 1 : whole ? rune.Utf8SequenceLength : 3;
        }

        return _to;
    }
}
