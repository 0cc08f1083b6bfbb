using PaDeNer.Training.Datasets;

namespace PaDeNer.Training.Tests.Datasets;

public class PadellmReaderTests
{
    private const DatasetFormat Format = DatasetFormat.Padellm;

    [Theory]
    [InlineData("""["Ada Lovelace met Bob", [0, 1, "Ada Lovelace", "PER"], [3, 3, "Bob", "PER"]]""", "PER:Ada Lovelace@0-12|PER:Bob@17-20")] // words, the last one included
    [InlineData("""["Ada Lovelace met Bob", [0, 2, "Ada Lovelace", "PER"], [3, 4, "Bob", "PER"]]""", "PER:Ada Lovelace@0-12|PER:Bob@17-20")] // words, the last one not included
    [InlineData("""["看😀北京天安门", [3, 4, "北京", "LOC"]]""", "")]
    [InlineData("""["看😀北京天安门", [2, 3, "北京", "LOC"]]""", "LOC:北京@3-5")] // code points, the last one included
    [InlineData("""["看😀北京天安门", [2, 4, "北京", "LOC"]]""", "LOC:北京@3-5")]
    public void Offsets_are_read_in_whichever_way_they_spell_the_mentions(string file, string expected)
    {
        if (expected.Length == 0)
        {
            Assert.Contains("do not stand at their offsets", Reading.Problem(file, Format).Reason, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(expected, string.Join('|', Reading.Marks(Reading.Of(file, Format).Texts[0])));
    }

    [Fact]
    public void Texts_come_a_line_each_or_all_in_one_array_or_spread_over_lines()
    {
        const string First = """["Ada", [0, 0, "Ada", "PER"]]""";
        foreach (string file in (string[])[$"{First}\n[\"none\"]\n", $"[{First},[\"none\"]]", $"\uFEFF[\n{First}\n,\n[\"none\"]\n]\n"])
        {
            Dataset dataset = Reading.Of(file, Format);

            Assert.Equal(["Ada", "none"], dataset.Texts.Select(static text => text.Text));
            Assert.Equal(["PER"], dataset.LabelsOf(dataset.Texts[1]));
        }
    }

    [Theory]
    [InlineData("", 1, "no text at all")]
    [InlineData("[\"a\"]\n{\"text\":\"b\"}", 2, "no JSON array")]
    [InlineData("[\"a\"]\n\n[\"b\"", 3, "not valid JSON")]
    [InlineData("[]", 1, "begins with the text")]
    [InlineData("[3]", 1, "the text is no string")]
    [InlineData("[\"a\"]\n[\"a\", [0, 0, \"a\"]]", 2, "mention 1 is not [start, end")]
    [InlineData("[\"a\", [0, 0, \"a\", \"X\"], \"b\"]", 1, "mention 2 is not [start, end")]
    [InlineData("[\"a\", [\"0\", 0, \"a\", \"X\"]]", 1, "the start of mention 1 is no whole number")]
    [InlineData("[\"a\", [0, 2147483647, \"a\", \"X\"]]", 1, "do not stand at their offsets")]
    [InlineData("[\"a\", [-5, 0, \"a\", \"X\"]]", 1, "do not stand at their offsets")]
    [InlineData("[\"a b\", [1, 0, \"b\", \"X\"]]", 1, "do not stand at their offsets")]
    [InlineData("[\"a\", [0, 0, \"a\", \"\"]]", 1, "the label of mention 1 is empty")]
    public void Bad_texts_are_named_with_their_reason(string file, int line, string reason)
    {
        DatasetProblem problem = Reading.Problem(file, Format);

        Assert.Equal(line, problem.Line);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
    }
}
