using System.Text;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Training.Datasets;

/// <summary>Where each code point of a text begins, in UTF-16 code units.</summary>
internal sealed class CodePointIndex
{
    private readonly int[]? _starts;
    private readonly int _length;

    public CodePointIndex(string text)
    {
        _length = text.Length;
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return; // one code unit a code point
        }

        List<int> starts = [];
        int at = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            starts.Add(at);
            at += rune.Utf16SequenceLength;
        }

        _starts = [.. starts, at];
    }

    /// <summary>Number of code points.</summary>
    public int Count => _starts is null ? _length : _starts.Length - 1;

    /// <summary>A piece from one code point up to another, the end not included; null where it is empty or reaches out of the text.</summary>
    public TextSpan? Span(int start, int end) => start < 0 || end <= start || end > Count
        ? null
        : _starts is null ? new TextSpan(start, end) : new TextSpan(_starts[start], _starts[end]);
}
