using System.Text;
using PaDeNer.Training.Datasets;

namespace PaDeNer.Training.Tests.Datasets;

public class JsonLinesReaderTests
{
    private const DatasetFormat Format = DatasetFormat.JsonLines;

    [Fact]
    public void Offsets_count_code_points_and_become_code_units()
    {
        Dataset dataset = Reading.Of("""{"text":"😀 Ada 東京","entities":[{"label":"PER","start":2,"end":5,"text":"Ada"},{"label":"LOC","start":6,"end":8}]}""", Format);

        Assert.Equal(["PER:Ada@3-6", "LOC:東京@7-9"], Reading.Marks(dataset.Texts[0]));
    }

    [Fact]
    public void Labels_that_a_record_names_are_its_own_and_others_have_all_of_the_file()
    {
        Dataset dataset = Reading.Of(
            """
            {"text":"Ada","entities":[{"label":"PER","start":0,"end":3}],"labels":["PER","DATE"]}

            {"text":"Rome","entities":[{"label":"LOC","start":0,"end":4}],"unknown":[1,{"a":2}]}
            """,
            Format);

        Assert.Equal(["DATE", "LOC", "PER"], dataset.Labels);
        Assert.Equal(["PER", "DATE"], dataset.LabelsOf(dataset.Texts[0]));
        Assert.Equal(["DATE", "LOC", "PER"], dataset.LabelsOf(dataset.Texts[1]));
        Assert.Equal([1, 3], dataset.Texts.Select(static text => text.Line));
    }

    [Fact]
    public void White_space_at_the_ends_of_an_annotation_is_left_out_and_told()
    {
        Dataset dataset = Reading.Of("""{"text":" Angela Merkel came.","entities":[{"label":"PER","start":0,"end":15,"text":"Angela Merkel "}]}""", Format);

        Assert.Equal(["PER:Angela Merkel@1-14"], Reading.Marks(dataset.Texts[0]));
        Assert.Equal(["1 annotations begin or end with white space, which is left out"], dataset.Notes.Lines());
    }

    [Fact]
    public void An_annotation_given_twice_is_one_and_told()
    {
        Dataset dataset = Reading.Of(
            """{"text":"Paris","entities":[{"label":"PER","start":0,"end":5},{"label":"LOC","start":0,"end":5},{"label":"PER","start":0,"end":5}]}""", Format);

        Assert.Equal(["PER:Paris@0-5", "LOC:Paris@0-5"], Reading.Marks(dataset.Texts[0]));
        Assert.Equal(["1 annotations are given twice, with label and place; each is kept once"], dataset.Notes.Lines());
    }

    [Fact]
    public void An_annotation_that_cuts_a_word_is_kept_and_told()
    {
        Dataset dataset = Reading.Of("""{"text":"I live in Berlin","entities":[{"label":"LOC","start":10,"end":15}]}""", Format);

        Assert.Equal(["LOC:Berli@10-15"], Reading.Marks(dataset.Texts[0]));
        Assert.Equal(["1 annotations begin or end inside a word; verbatim decoding gives whole words and cannot say them"], dataset.Notes.Lines());
    }

    [Fact]
    public void A_byte_order_mark_and_line_ends_of_Windows_are_no_part_of_the_data()
    {
        Dataset dataset = Reading.Of("\uFEFF{\"text\":\"a\",\"entities\":[]}\r\n{\"text\":\"b\",\"entities\":[]}\r\n", Format);

        Assert.Equal(["a", "b"], dataset.Texts.Select(static text => text.Text));
    }

    [Theory]
    [InlineData("", 1, "no text at all")]
    [InlineData("\n \n", 1, "no text at all")]
    [InlineData("{\"text\":\"a\",\"entities\":[]}\n{\"text\":", 2, "not valid JSON at byte")]
    [InlineData("[]", 1, "no JSON object")]
    [InlineData("{\"entities\":[]}", 1, "no 'text'")]
    [InlineData("{\"text\":7,\"entities\":[]}", 1, "'text' is no string")]
    [InlineData("{\"text\":\"a\"}", 1, "no 'entities'")]
    [InlineData("{\"text\":\"a\",\"entities\":{}}", 1, "'entities' is no array")]
    [InlineData("{\"text\":\"a\",\"entities\":[3]}", 1, "entity 1 is no JSON object")]
    [InlineData("{\"text\":\"a\",\"entities\":[{\"start\":0,\"end\":1}]}", 1, "entity 1 has no 'label'")]
    [InlineData("{\"text\":\"a\",\"entities\":[{\"label\":\" \",\"start\":0,\"end\":1}]}", 1, "the label of entity 1 is empty")]
    [InlineData("{\"text\":\"a\",\"entities\":[{\"label\":\"X\",\"start\":0.5,\"end\":1}]}", 1, "'start' of entity 1 is no whole number")]
    [InlineData("{\"text\":\"a\",\"entities\":[{\"label\":\"X\",\"start\":0,\"end\":99999999999}]}", 1, "'end' of entity 1 is no whole number")]
    [InlineData("{\"text\":\"a\",\"entities\":[{\"label\":\"X\",\"start\":0,\"end\":2}]}", 1, "goes from 0 to 2, the text has 1 code points")]
    [InlineData("{\"text\":\"a\",\"entities\":[{\"label\":\"X\",\"start\":1,\"end\":1}]}", 1, "goes from 1 to 1")]
    [InlineData("{\"text\":\"a\",\"entities\":[{\"label\":\"X\",\"start\":-1,\"end\":1}]}", 1, "goes from -1 to 1")]
    [InlineData("{\"text\":\"ab\",\"entities\":[{\"label\":\"X\",\"start\":0,\"end\":1,\"text\":\"b\"}]}", 1, "is not what stands at its offsets")]
    [InlineData("{\"text\":\"a\",\"entities\":[{\"label\":\"X\",\"start\":0,\"end\":1}],\"labels\":[\"Y\"]}", 1, "which 'labels' does not list")]
    [InlineData("{\"text\":\"a\",\"entities\":[],\"labels\":[\"Y\",\"Y\"]}", 1, "'labels' lists a label twice")]
    [InlineData("{\"text\":\"a\",\"entities\":[],\"labels\":\"Y\"}", 1, "'labels' is no array")]
    [InlineData("{\"text\":\"\\ud83d\",\"entities\":[]}", 1, "half a surrogate pair")]
    [InlineData("{\"\\ud83d\":1,\"text\":\"a\",\"entities\":[]}", 1, "the line has a field whose name is not valid text")]
    [InlineData("{\"text\":\"a\",\"entities\":[{\"label\":\"X\",\"start\":0,\"end\":1,\"\\ude00\":1}]}", 1, "entity 1 has a field whose name is not valid text")]
    [InlineData("{\"text\":\"a\",\"text\":\"b\",\"entities\":[]}", 1, "the line has 'text' twice")]
    [InlineData("{\"text\":\"ab\",\"entities\":[{\"label\":\"X\",\"start\":0,\"end\":2,\"start\":1}]}", 1, "entity 1 has 'start' twice")]
    [InlineData("{\"text\":\"a  b\",\"entities\":[{\"label\":\"X\",\"start\":1,\"end\":3}]}", 1, "entity 1, a X, has nothing but white space")]
    [InlineData("{\"text\":\"a\",\"entities\":[{\"label\":\"X\",\"end\":1}]}", 1, "entity 1 has no 'start'")]
    [InlineData("{\"text\":\"a\",\"entities\":[{\"label\":\"X\"}]}", 1, "entity 1 has no 'start'")]
    public void Bad_lines_are_named_with_their_reason(string file, int line, string reason)
    {
        DatasetProblem problem = Reading.Problem(file, Format);

        Assert.Equal(line, problem.Line);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_a_bad_line_too()
    {
        byte[] file = [.. Encoding.ASCII.GetBytes("{\"text\":\"a\",\"entities\":[]}\n{\"text\":\""), 0xC3, 0x28, .. Encoding.ASCII.GetBytes("\",\"entities\":[]}")];

        Assert.Equal(2, Reading.Problem(file, Format).Line);
    }

    [Fact]
    public void Bytes_that_are_no_text_in_the_name_of_a_field_are_a_bad_line_too()
    {
        byte[] file = [.. Encoding.ASCII.GetBytes("{\"text\":\"a\",\"entities\":[]}\n{\""), 0xC3, 0x28, .. Encoding.ASCII.GetBytes("\":1,\"text\":\"a\",\"entities\":[]}")];

        Assert.Equal(2, Reading.Problem(file, Format).Line);
    }

    [Fact]
    public void Deep_nesting_ends_as_a_bad_line()
    {
        Assert.Equal(1, Reading.Problem("{\"text\":\"a\",\"entities\":[],\"x\":" + new string('[', 100_000), Format).Line);
    }
}
