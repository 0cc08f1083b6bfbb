using System.Diagnostics.CodeAnalysis;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Tests.Formats;

public sealed class DocumentReaderTests
{
    private static readonly DocumentId Derived = new("documents/0/7");

    [Fact]
    public void A_document_has_id_text_labels_and_metadata()
    {
        Document document = Ok("""{"id":"a","text":"Ada 🙂","labels":["place","person"],"metadata":{ "n": 1.50, "s": "a \" b" },"other":[1,{"text":2}]}""");
        Assert.Equal("a", document.Id.Value);
        Assert.Equal("Ada 🙂", document.Text);
        Assert.Equal("place, person", document.Labels.ToString());
        Assert.Equal("""{"n":1.50,"s":"a \" b"}""", document.Metadata);
    }

    [Fact]
    public void Only_the_text_is_needed()
    {
        Document document = Ok("""{"text":"x"}""");
        Assert.Equal(Derived, document.Id);
        Assert.Equal("person, place", document.Labels.ToString());
        Assert.Null(document.Metadata);
    }

    [Theory]
    [InlineData("""{"id":12345678901234567890123,"text":"x"}""", "12345678901234567890123")]
    [InlineData("""{"id":-1.5e3,"text":"x"}""", "-1.5e3")]
    [InlineData("""{"id":"","text":"x"}""", "documents/0/7")]
    [InlineData("""{"id":null,"text":"x"}""", "documents/0/7")]
    [InlineData("""{"id":" ","text":"x"}""", " ")]
    public void An_id_may_be_a_number_and_stays_as_written(string json, string id) => Assert.Equal(id, Ok(json).Id.Value);

    [Theory]
    [InlineData("""{"text":"x","labels":[]}""")]
    [InlineData("""{"text":"x","labels":null,"metadata":null}""")]
    [InlineData(" \n{\"te\\u0078t\":\"x\"}\n ")]
    [InlineData("""{"text":"x","meta":1,"meta":2}""")]
    [InlineData("""{"text":"x","ignored":"\ud83d"}""")]
    public void What_says_nothing_changes_nothing(string json)
    {
        Document document = Ok(json);
        Assert.Equal("x", document.Text);
        Assert.Equal("person, place", document.Labels.ToString());
        Assert.Null(document.Metadata);
    }

    [Fact]
    public void Labels_asked_for_twice_count_once() => Assert.Equal("place, person", Ok("""{"text":"x","labels":["place","person","place"]}""").Labels.ToString());

    [Fact]
    public void A_byte_order_mark_is_no_text()
    {
        byte[] mark = [0xEF, 0xBB, 0xBF];
        Assert.Equal("x", Ok([.. mark, .. "{\"text\":\"x\"}"u8]).Text);
        Assert.Equal("x", Reader(InputFormat.Text).Read([.. mark, .. "x"u8], null, Derived).Document!.Text);
    }

    [Theory]
    [InlineData("""[1]""", "not a JSON object")]
    [InlineData("""12""", "not a JSON object")]
    [InlineData("", "not valid JSON at byte 1")]
    [InlineData("  ", "not valid JSON at byte 3")]
    [InlineData("""{"text":"secret""", "not valid JSON at byte 16")]
    [InlineData("{\n\"text\": secret}", "not valid JSON at line 2, byte 9")]
    [InlineData("""{"text":"x"} {"text":"y"}""", "not valid JSON at byte 14")]
    [InlineData("""{"text":"x",}""", "not valid JSON at byte 13")]
    [InlineData("""{"text":"x"/* */}""", "not valid JSON at byte 12")]
    [InlineData("""{"text":"x","text":"y"}""", "'/text' is given twice")]
    [InlineData("""{"id":"x","te\u0078t":"x","text":"y"}""", "'/text' is given twice")]
    [InlineData("""{"text":1}""", "'/text' is not a string")]
    [InlineData("""{"text":["x"]}""", "'/text' is not a string")]
    [InlineData("""{"text":"x","id":true}""", "'/id' is neither a string nor a number")]
    [InlineData("""{"text":"x","id":{}}""", "'/id' is neither a string nor a number")]
    [InlineData("""{"text":"x","labels":"person"}""", "'/labels' is not an array")]
    [InlineData("""{"text":"x","labels":[1]}""", "'/labels/0' is not a string")]
    [InlineData("""{"text":"x","labels":[null]}""", "'/labels/0' is not a string")]
    [InlineData("""{"text":"a \ud83d b"}""", "a string that ends at byte 20 has half a surrogate pair in an escape")]
    [InlineData("""{"text":"a \udc00"}""", "a string that ends at byte 18 has half a surrogate pair in an escape")]
    public void Malformed_JSON_is_named_and_never_quoted(string json, string detail)
    {
        ReadResult result = Read(json);
        Assert.Equal((DocumentFault.MalformedJson, detail), (result.Fault, result.Detail));
    }

    [Theory]
    [InlineData("""{}""", "there is no text at '/text'")]
    [InlineData("""{"text":null}""", "there is no text at '/text'")]
    public void No_text_is_a_fault(string json, string detail)
    {
        ReadResult result = Read(json);
        Assert.Equal((DocumentFault.NoText, detail), (result.Fault, result.Detail));
    }

    [Theory]
    [InlineData("""{"text":""}""", "")]
    [InlineData("""{"text":" \n\t\u00a0"}""", " \n\t\u00a0")]
    public void A_text_that_is_there_and_empty_is_a_document(string json, string text)
    {
        Assert.Equal(text, Ok(Encoding.UTF8.GetBytes(json)).Text);
        Assert.Equal(text, Reader(InputFormat.Text).Read(Encoding.UTF8.GetBytes(text), null, Derived).Document!.Text);
    }

    [Fact]
    public void A_tombstone_has_no_text() => Assert.Equal(DocumentFault.NoText, Reader().Read(null, null, Derived).Fault);

    [Theory]
    [InlineData(new byte[] { 0x7B, 0xFF }, 2)]
    [InlineData(new byte[] { 0x22, 0xC3 }, 2)]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, 1)]
    [InlineData(new byte[] { 0xC0, 0x80 }, 1)]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0x61, 0xF8 }, 5)]
    public void UTF8_is_read_strictly(byte[] value, int place)
    {
        foreach (InputFormat format in (InputFormat[])[InputFormat.Json, InputFormat.Text])
        {
            ReadResult result = Reader(format).Read(value, null, Derived);
            Assert.Equal((DocumentFault.MalformedUtf8, $"not valid UTF-8 at byte {place}"), (result.Fault, result.Detail));
        }
    }

    [Fact]
    public void The_limit_is_in_bytes()
    {
        Assert.Equal(DocumentFault.TooLarge, Reader(InputFormat.Text).Read(new byte[1001], null, Derived).Fault);
        Assert.True(Reader(InputFormat.Text).Read(Encoding.UTF8.GetBytes(new string('x', 1000)), null, Derived).Succeeded);
    }

    [Fact]
    public void An_unknown_label_is_named_on_one_line()
    {
        ReadResult result = Read("""{"text":"x","labels":["person","dr\nagon"]}""");
        Assert.Equal((DocumentFault.UnknownLabel, "the label 'dr agon' is not known"), (result.Fault, result.Detail));
    }

    [Fact]
    public void Labels_that_cannot_be_asked_for_are_the_fault_that_the_model_names()
    {
        LabelProblem tooMany = LabelProblem.TooMany(65, 64, "Ingress:MaxLabels");
        ReadResult result = new DocumentReader(new DocumentReaderSettings(), new RefusedLabels(tooMany)).Read(Given.Bytes("""{"text":"x","labels":["a"]}"""), null, Derived);
        Assert.Equal((DocumentFault.TooManyLabels, "65 labels are asked for; the limit is 64 (Ingress:MaxLabels)"), (result.Fault, result.Detail));
    }

    [Theory]
    [InlineData("Auto", "text/plain", "{\"text\":\"x\"}")]
    [InlineData("Auto", "Text/Plain; charset=utf-8", "{\"text\":\"x\"}")]
    [InlineData("Auto", "application/json", "x")]
    [InlineData("Auto", null, "x")]
    [InlineData("Json", "text/plain", "x")]
    [InlineData("Text", "application/json", "{\"text\":\"x\"}")]
    public void The_header_decides_unless_the_setting_does(string format, string? contentType, string text) =>
        Assert.Equal(text, Reader(Enum.Parse<InputFormat>(format)).Read(Given.Bytes("{\"text\":\"x\"}"), contentType, Derived).Document!.Text);

    [Fact]
    public void Any_bytes_give_a_document_or_a_fault()
    {
        byte[] seed = Given.Bytes("""{"id":1,"text":"a\u0062 \ud83d\ude42","labels":["person"],"metadata":{"a":[1,"\\"]}}""");
        DocumentReader reader = Reader();
        Property property = Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), number =>
        {
            Random random = new(number);
            byte[] value = [.. seed];
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                value[random.Next(value.Length)] = (byte)random.Next(256);
            }

            ReadResult result = reader.Read(value[..random.Next(value.Length + 1)], null, Derived);
            return result.Succeeded ? result.Detail.Length == 0 : result.Detail.Length > 0;
        });
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(5000), property);
    }

    [Fact]
    public void A_record_that_makes_reading_throw_is_a_fault_and_no_exception()
    {
        ReadResult result = new DocumentReader(new DocumentReaderSettings(), new BrokenLabels()).Read(Given.Bytes("""{"text":"x","labels":["person"]}"""), null, Derived);

        Assert.Equal(DocumentFault.ReadingFailed, result.Fault);
        Assert.StartsWith("Reading this document failed: ArgumentException in BrokenLabels.TryResolve.", result.Detail.Replace("DocumentReaderTests+", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static DocumentReader Reader(InputFormat format = InputFormat.Auto) =>
        new(new DocumentReaderSettings { Format = format, Limits = new InputLimits { RecordBytes = 1000 } }, new FixedLabels("person", "place"));

    private static ReadResult Read(string json) => Reader().Read(Given.Bytes(json), null, Derived);

    private static Document Ok(string json) => Ok(Given.Bytes(json));

    private static Document Ok(byte[] json)
    {
        ReadResult result = Reader().Read(json, null, Derived);
        Assert.True(result.Succeeded, result.Detail);
        return result.Document;
    }

    /// <summary>A defect behind the reader's seam.</summary>
    private sealed class RefusedLabels(LabelProblem reason) : IDocumentLabels
    {
        public LabelSet Default { get; } = new("person");

        public bool TryResolve(IReadOnlyList<string> names, [NotNullWhen(true)] out LabelSet? labels, [NotNullWhen(false)] out LabelProblem? problem)
        {
            (labels, problem) = (null, reason);
            return false;
        }
    }

    private sealed class BrokenLabels : IDocumentLabels
    {
        public LabelSet Default { get; } = new("person");

        public bool TryResolve(IReadOnlyList<string> names, [NotNullWhen(true)] out LabelSet? labels, [NotNullWhen(false)] out LabelProblem? problem) =>
            throw new ArgumentException("A defect.");
    }
}
