using System.Text;
using PaDeNer.Training.Datasets;

namespace PaDeNer.Training.Tests.Datasets;

public class ConllReaderTests
{
    private const DatasetFormat Format = DatasetFormat.Conll;

    [Fact]
    public void Sentences_end_at_empty_lines_and_document_starts_are_skipped()
    {
        Dataset dataset = Reading.Of("-DOCSTART- -X- -X- O\n\nEU NNP B-NP I-ORG\nrejects VBZ B-VP O\n\n\n-DOCSTART- O\nPeter\tI-PER\r\nBlackburn\tI-PER", Format);

        Assert.Equal(["EU rejects", "Peter Blackburn"], dataset.Texts.Select(static text => text.Text));
        Assert.Equal(["ORG:EU@0-2"], Reading.Marks(dataset.Texts[0]));
        Assert.Equal(["PER:Peter Blackburn@0-15"], Reading.Marks(dataset.Texts[1]));
        Assert.Equal([3, 8], dataset.Texts.Select(static text => text.Line));
    }

    [Theory]
    [InlineData("I-PER I-PER O I-PER B-PER I-LOC", "a b|d|e|f")] // IOB1: B only between neighbours of one label
    [InlineData("B-PER I-PER O B-PER B-PER B-LOC", "a b|d|e|f")] // IOB2
    [InlineData("B-PER E-PER O S-PER S-PER S-LOC", "a b|d|e|f")] // IOBES
    [InlineData("B-PER I-PER E-PER I-PER E-PER O", "a b c|d e")]
    [InlineData("S-PER E-PER O O O O", "a|b")]
    [InlineData("B-PER I-LOC I-LOC O O O", "a|b c")]
    public void All_three_schemes_are_read_by_one_rule(string tags, string expected)
    {
        string file = string.Join('\n', tags.Split(' ').Select(static (tag, i) => $"{(char)('a' + i)} {tag}"));

        Assert.Equal(expected, string.Join('|', Reading.Of(file, Format).Texts[0].Annotations.Select(static annotation => annotation.Text)));
    }

    [Fact]
    public void A_label_may_have_hyphens_and_a_token_any_mark()
    {
        Dataset dataset = Reading.Of("# B-creative-work\n\u00a0x O\n", Format);

        Assert.Equal(["creative-work:#@0-1"], Reading.Marks(dataset.Texts[0]));
        Assert.Equal("# \u00a0x", dataset.Texts[0].Text);
    }

    [Fact]
    public void In_a_line_with_tabs_a_token_may_hold_blanks()
    {
        Dataset dataset = Reading.Of("New York\tNNP\tB-LOC\n is \t VBZ \tO\nbig O\n", Format);

        Assert.Equal("New York is big", dataset.Texts[0].Text);
        Assert.Equal(["LOC:New York@0-8"], Reading.Marks(dataset.Texts[0]));
    }

    [Theory]
    [InlineData("", 1, "no text at all")]
    [InlineData("-DOCSTART- O\n\n", 1, "no text at all")]
    [InlineData("EU B-ORG\nalone\n", 2, "one column only")]
    [InlineData("EU B-ORG\nx y z\n", 2, "is no tag")]
    [InlineData("EU B-\n", 1, "is no tag")]
    [InlineData("EU X-ORG\n", 1, "is no tag")]
    [InlineData("EU B-ORG\n\tB-ORG\n", 2, "the first column is empty")]
    [InlineData("EU\tNNP B-ORG\n", 1, "tabs and blanks part columns in one line")]
    public void Bad_lines_are_named_with_their_reason(string file, int line, string reason)
    {
        DatasetProblem problem = Reading.Problem(file, Format);

        Assert.Equal(line, problem.Line);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_named_by_their_line()
    {
        DatasetProblem problem = Reading.Problem([.. Encoding.ASCII.GetBytes("EU B-ORG\n"), 0xFF, (byte)' ', (byte)'O'], Format);

        Assert.Equal((2, "not valid UTF-8"), (problem.Line, problem.Reason));
    }
}
