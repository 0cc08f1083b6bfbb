using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Tests.Formats;

/// <summary>Documents whose schema is somebody else's.</summary>
public sealed class DocumentFieldsTests
{
    private const string Nested = """
        {"meta":{"key":17,"tags":["a",["place","person"]]},"a/b":{"m~n":"slashed"},"items":[{"body":"first"},{"body":"second"}],"":{"":"empty names"},"metadata":{"x":[1],"inner":"inside metadata"}}
        """;

    [Theory]
    [InlineData("/items/1/body", "second")]
    [InlineData("/items/0/body", "first")]
    [InlineData("/a~1b/m~0n", "slashed")]
    [InlineData("//", "empty names")]
    [InlineData("/metadata/inner", "inside metadata")]
    public void A_text_is_found_where_the_pointer_leads(string place, string text)
    {
        ReadResult result = Read(Nested, place, "/meta/key", "/meta/tags/1");

        Assert.Equal((text, "17", "place, person"), (result.Document?.Text, result.Document?.Id.Value, result.Document?.Labels.ToString()));
        Assert.Equal("""{"x":[1],"inner":"inside metadata"}""", result.Document!.Metadata);
    }

    [Theory]
    [InlineData("/items/2/body", "there is no text at '/items/2/body': there is no '/items/2'")]
    [InlineData("/items/01/body", "there is no text at '/items/01/body': there is no '/items/01'")]
    [InlineData("/items/-/body", "there is no text at '/items/-/body': there is no '/items/-'")]
    [InlineData("/items/x", "there is no text at '/items/x'")]
    [InlineData("/meta/key/text", "there is no text at '/meta/key/text'")]
    [InlineData("/meta/none/text/more", "there is no text at '/meta/none/text/more': there is no '/meta/none'")]
    [InlineData("/text", "there is no text at '/text'")]
    [InlineData("/Meta/key", "there is no text at '/Meta/key': there is no '/Meta'")]
    public void What_is_missing_on_the_way_is_named(string place, string detail)
    {
        ReadResult result = Read(Nested, place, "", "");

        Assert.Equal((DocumentFault.NoText, detail), (result.Fault, result.Detail));
    }

    [Theory]
    [InlineData("/items/1", "", "", "'/items/1' is not a string")]
    [InlineData("/meta/key", "", "", "'/meta/key' is not a string")]
    [InlineData("/items/1/body", "/meta", "", "'/meta' is neither a string nor a number")]
    [InlineData("/items/1/body", "/items/0", "", "'/items/0' is neither a string nor a number")]
    [InlineData("/items/1/body", "", "/meta/key", "'/meta/key' is not an array")]
    [InlineData("/items/1/body", "", "/meta/tags", "'/meta/tags/1' is not a string")]
    public void What_is_of_the_wrong_type_is_named_by_its_pointer(string text, string id, string labels, string detail)
    {
        ReadResult result = Read(Nested, text, id, labels);

        Assert.Equal((DocumentFault.MalformedJson, detail), (result.Fault, result.Detail));
    }

    [Theory]
    [InlineData("""{"d":{"text":"x"},"d":{"text":"y"}}""", "'/d' is given twice")]
    [InlineData("""{"d":{"text":"x","text":"y"}}""", "'/d/text' is given twice")]
    [InlineData("""{"d":{"te\u0078t":"x","other":1,"other":2,"text":null}}""", "'/d/text' is given twice")]
    public void A_place_of_ours_that_is_given_twice_is_malformed(string json, string detail) => Assert.Equal(detail, Read(json, "/d/text", "", "").Detail);

    [Theory]
    [InlineData("""{"text":"x","id":{"a":1},"labels":7}""")]
    [InlineData("""{"text":"x"}""")]
    public void An_empty_pointer_reads_nothing(string json)
    {
        ReadResult result = Read(json, "/text", "", "");

        Assert.Equal(("x", "derived", "person, place"), (result.Document?.Text, result.Document?.Id.Value, result.Document?.Labels.ToString()));
    }

    [Theory]
    [InlineData("\"the \\u0041 text\"", "the A text")]
    [InlineData(" \"\" ", "")]
    public void A_whole_value_may_be_the_text(string json, string text) => Assert.Equal(text, Read(json, "", "", "").Document?.Text);

    [Theory]
    [InlineData("null", "there is no text: the value is null")]
    [InlineData("7", "the value is not a string")]
    [InlineData("""{"text":"x"}""", "the value is not a string")]
    [InlineData("\"x\" 1", "not valid JSON at byte 5")]
    public void A_whole_value_that_is_no_text_is_a_fault(string json, string detail) => Assert.Equal(detail, Read(json, "", "", "").Detail);

    [Fact]
    public void The_whole_value_may_be_an_array_where_a_pointer_leads_into_one()
    {
        Assert.Equal("x", Read("""["i",["x"]]""", "/1/0", "/0", "").Document?.Text);
        Assert.Equal("i", Read("""["i",["x"]]""", "/1/0", "/0", "").Document?.Id.Value);
        Assert.Equal("neither a JSON object nor an array", Read("7", "/1/0", "", "").Detail);
        Assert.Equal("not a JSON object", Read("[7]", "/text", "", "").Detail);
    }

    [Theory]
    [InlineData("text", "/id", "", "Ingress:Text is 'text': no JSON pointer, these begin with '/'. Did you mean '/text'?")]
    [InlineData("$.data.body", "/id", "", "Ingress:Text is '$.data.body': no JSON pointer, these begin with '/'. Did you mean '/data/body'?")]
    [InlineData("/text", "#/id", "", "Ingress:Id is '#/id': no JSON pointer, these begin with '/'. Did you mean '/id'?")]
    [InlineData("/text", "/id", "/a~2b", "Ingress:Labels is '/a~2b': the '~' at character 3 is no escape. Write ~0 for '~' and ~1 for '/' inside a name.")]
    [InlineData("/text", "/id", "/a~", "Ingress:Labels is '/a~': the '~' at character 3 is no escape. Write ~0 for '~' and ~1 for '/' inside a name.")]
    [InlineData("/d/text", "/d", "", "Ingress:Text is '/d/text', which is inside Ingress:Id ('/d'). Give each a place of its own, or leave Ingress:Id or Ingress:Labels empty for none.")]
    [InlineData("/d", "/id", "/d", "Ingress:Labels is '/d', which is also Ingress:Text ('/d'). Give each a place of its own, or leave Ingress:Id or Ingress:Labels empty for none.")]
    [InlineData("", "/id", "", "Ingress:Id is '/id', which is inside Ingress:Text (''). Give each a place of its own, or leave Ingress:Id or Ingress:Labels empty for none.")]
    public void Pointers_that_cannot_be_are_errors_of_their_settings(string text, string id, string labels, string error) =>
        Assert.Equal([error], DocumentFields.Problems(text, id, labels));

    [Fact]
    public void A_pointer_is_as_long_as_it_may_be() =>
        Assert.Equal(["Ingress:Text is '" + new string('/', 33) + "': 33 parts are too many. Up to 32 are read."], DocumentFields.Problems(new string('/', 33), "", ""));

    [Fact]
    public void Any_names_and_depths_are_found_again() => Check.One(
        Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(1000),
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), static number =>
        {
            Random random = new(number);
            string[] names = ["a", "~", "/", "~1", "é", "\"", "0", "", "a/b~c", "text", "metadata"];
            string[] parts = [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => names[random.Next(names.Length)])];
            StringBuilder json = new("\"found\"");
            foreach (string part in parts.Reverse())
            {
                string before = random.Next(2) == 0 ? """ "other": [{"a":{}}, "0"], """ : string.Empty;
                json.Insert(0, $"{{{before}{System.Text.Json.JsonSerializer.Serialize(part)}:").Append(random.Next(2) == 0 ? """, "z": {"a":[0]} }""" : "}");
            }

            string pointer = string.Concat(parts.Select(static part => "/" + part.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));
            return Read(json.ToString(), pointer, "", "").Document?.Text == "found";
        }));

    [Fact]
    public void Reading_by_pointers_allocates_no_object_more_than_reading_the_usual_places()
    {
        DocumentReader usual = Reader("/text", "/id", "/labels"), nested = Reader("/data/0/text", "/data/1/id", "/data/1/labels");
        byte[] flat = Given.Bytes("""{"id":"abc","text":"some text","labels":["person"],"more":{"a":[1,2,3]}}""");
        byte[] deep = Given.Bytes("""{"data":[{"text":"some text"},{"id":"abc","labels":["person"]}],"more":{"a":[1,2,3]}}""");

        // The smallest object has 24 bytes.
        Assert.InRange(Bytes(nested, deep) - Bytes(usual, flat), -23, 23);
    }

    private static long Bytes(DocumentReader reader, byte[] value)
    {
        DocumentId id = new("derived");
        long least = long.MaxValue;
        for (int round = 0; round < 100; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            ReadResult result = reader.Read(value, null, id);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.True(result.Succeeded);
        }

        return least;
    }

    private static ReadResult Read(string json, string text, string id, string labels) =>
        Reader(text, id, labels).Read(Given.Bytes(json), null, new DocumentId("derived"));

    private static DocumentReader Reader(string text, string id, string labels) =>
        new(new DocumentReaderSettings { Fields = DocumentFields.At(text, id, labels) }, new FixedLabels("person", "place"));
}
