using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;
using PaDeNer.Streaming.Ingress;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Tests.Formats;

public sealed class InputLimitsTests
{
    private static readonly InputLimits Limits = new() { JsonDepth = 3, Labels = 2, LabelLength = 6 };

    [Theory]
    [InlineData("""{"text":"x","other":[[1]]}""", null)]
    [InlineData("""{"text":"x","other":[[[1]]]}""", "nested deeper than 3 at byte 23 (Ingress:MaxJsonDepth)")]
    [InlineData("""{"text":"x","other":[{"a":{"b":1}}]}""", "nested deeper than 3 at byte 27 (Ingress:MaxJsonDepth)")]
    [InlineData("""{"text":"x","metadata":[[[]]]}""", "nested deeper than 3 at byte 26 (Ingress:MaxJsonDepth)")]
    public void JSON_is_as_deep_as_it_may_be(string json, string? detail) => Check(json, DocumentFault.TooDeep, detail);

    [Fact]
    public void Nesting_deeper_than_the_usual_limit_ends_as_a_fault()
    {
        string deep = new string('[', 400) + new string(']', 400);
        foreach (string field in (string[])["other", "metadata"])
        {
            ReadResult result = new DocumentReader(new DocumentReaderSettings(), new FixedLabels("person"))
                .Read(Given.Bytes($$"""{"text":"x","{{field}}":{{deep}}}"""), null, new DocumentId("d"));
            Assert.Equal(DocumentFault.TooDeep, result.Fault);
        }
    }

    [Theory]
    [InlineData("""{"text":"x","labels":["person","place","person"]}""", null)]
    [InlineData("""{"text":"x","labels":["person","place","thing"]}""", "3 labels are asked for; the limit is 2 (Ingress:MaxLabels)")]
    public void Labels_are_as_many_as_they_may_be(string json, string? detail) => Check(json, DocumentFault.TooManyLabels, detail);

    [Theory]
    [InlineData("""{"text":"x","labels":["person"]}""", null)]
    [InlineData("""{"text":"x","labels":["persons"]}""", "the label 'persons' has 7 characters; the limit is 6 (Ingress:MaxLabelLength)")]
    public void A_label_is_as_long_as_it_may_be(string json, string? detail) => Check(json, DocumentFault.InvalidLabel, detail);

    [Fact]
    public void The_options_have_the_defaults_of_the_limits()
    {
        DocumentReaderSettings settings = new IngressOptions().ReaderSettings();

        Assert.Equal((new InputLimits(), InputFormat.Auto), (settings.Limits, settings.Format));
    }

    [Fact]
    public void A_pointer_that_is_deeper_than_documents_may_be_is_an_error()
    {
        IngressOptions options = new() { Text = "/a/b/c", MaxJsonDepth = 2 };

        Assert.Equal(
            ["Ingress:Text is '/a/b/c': 3 levels deep, and Ingress:MaxJsonDepth (2) lets no document be so. Raise it, or use a shorter pointer."],
            new IngressOptionsValidator().Validate(null, options).Failures);
    }

    private static void Check(string json, DocumentFault fault, string? detail)
    {
        ReadResult result = new DocumentReader(new DocumentReaderSettings { Limits = Limits }, new FixedLabels("person", "place"))
            .Read(Given.Bytes(json), null, new DocumentId("d"));

        Assert.Equal((detail is null, detail ?? string.Empty), (result.Succeeded, result.Detail));
        Assert.True(detail is null || result.Fault == fault);
    }
}
