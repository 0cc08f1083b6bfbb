using System.Text;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Decoding.Tests.Entities;

public class OffsetConverterTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("Zürich 東京 😀 end")]
    [InlineData("😀😀")]
    [InlineData("lone \ud800 surrogate")]
    public void Every_unit_counts_what_its_language_counts(string text)
    {
        OffsetConverter points = new(text, OffsetUnit.CodePoint);
        OffsetConverter bytes = new(text, OffsetUnit.Utf8);
        OffsetConverter units = new(text, OffsetUnit.Utf16);
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLowSurrogate(text[i]))
            {
                continue;
            }

            Assert.Equal(text[..i].EnumerateRunes().Count(), points.Convert(i));
            Assert.Equal(Encoding.UTF8.GetByteCount(text[..i]), bytes.Convert(i));
            Assert.Equal(i, units.Convert(i));
        }

        Assert.Equal(0, points.Convert(0));
    }
}
