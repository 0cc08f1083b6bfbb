using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Decoding.Tests.Prompting;

public class WordBoundariesTests
{
    [Theory]
    [InlineData("Ada's hat", "|Ada|'|s| |hat|")]
    [InlineData("(KCBT)", "|(|KCBT|)|")]
    [InlineData("snake_case2", "|snake_case2|")]
    [InlineData("Zürich, café", "|Zürich|,| |café|")]
    [InlineData("e\u0301a", "|e\u0301a|")]
    [InlineData("東京", "|東|京|")]
    [InlineData("a東", "|a|東|")]
    [InlineData("x😀y", "|x|😀|y|")]
    [InlineData("𝐀𝐁", "|𝐀𝐁|")]
    [InlineData("", "|")]
    public void Words_part_where_readers_see_them_part(string text, string marked)
    {
        string result = string.Concat(Enumerable.Range(0, text.Length + 1).Select(i =>
            i > 0 && i < text.Length && char.IsLowSurrogate(text[i])
                ? text[i].ToString()
                : (WordBoundaries.IsBoundary(text, i) ? "|" : string.Empty) + (i < text.Length ? text[i].ToString() : string.Empty)));

        Assert.Equal(marked, result);
    }
}
