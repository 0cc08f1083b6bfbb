using System.Text;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Tests.Formats;

public sealed class EntityWriterTests
{
    private static readonly JobTimings Timings = new(0, TimeSpan.FromTicks(12_345), TimeSpan.FromMilliseconds(20), 5, true);

    [Fact]
    public void A_result_is_one_line_with_its_properties_in_order()
    {
        Document document = Given.Document("Ada met Alan in \"Paris\".", "doc-1", """{"n":1.50}""", "person", "place");
        DocumentEntities entities = Given.Entities(
            Given.Entity("Ada", "person", 0, 0.98765432),
            Given.Entity("\"Paris\"", "place", 16, 1),
            Given.Entity("Mars", "place", null, 0.0000004));
        byte[] json = Writer().Write(new EntityRecord(document, entities, Timings, Given.Record(42, 1).Position));
        Assert.Equal(
            Lines(
                """ {"id":"doc-1","entities":[{"label":"person","text":"Ada","start":0,"end":3,"probability":0.987654}, """,
                """ {"label":"place","text":"\"Paris\"","start":16,"end":23,"probability":1}, """,
                """ {"label":"place","text":"Mars","start":null,"end":null,"probability":0}], """,
                """ "model":"small","model_sha256":"00ff","labels":["person","place"],"offset_unit":"code_point","metadata":{"n":1.50}, """,
                """ "timing":{"queue_ms":1.234,"decode_ms":20,"total_ms":21.234,"steps":5,"deadline_missed":true}, """,
                """ "source":{"topic":"documents","partition":1,"offset":42}} """),
            Encoding.UTF8.GetString(json));
    }

    [Fact]
    public void Timing_and_source_are_left_out_where_there_are_none()
    {
        byte[] json = Writer().Write(new EntityRecord(Given.Document(), Given.Entities(), null, null));
        Assert.Equal("""{"id":"1","entities":[],"model":"small","model_sha256":"00ff","labels":["person"],"offset_unit":"code_point"}""", Encoding.UTF8.GetString(json));
    }

    [Fact]
    public void The_text_is_repeated_on_demand_and_any_script_stays_readable()
    {
        byte[] json = Writer(includeText: true).Write(new EntityRecord(Given.Document("Zoë & 東京 🙂\n<b>\u0001"), Given.Entities(), null, null));
        Assert.Equal(
            """{"id":"1","text":"Zoë & 東京 🙂\n<b>\u0001","entities":[],"model":"small","model_sha256":"00ff","labels":["person"],"offset_unit":"code_point"}""",
            Encoding.UTF8.GetString(json));
    }

    // 🙂 is one code point, two UTF-16 units, four bytes; é one, one, two.
    [Theory]
    [InlineData(OffsetUnit.CodePoint, "code_point", 6, 9, 12, 14)]
    [InlineData(OffsetUnit.Utf16, "utf16", 7, 10, 13, 16)]
    [InlineData(OffsetUnit.Utf8, "utf8", 10, 13, 16, 21)]
    public void Offsets_count_in_the_unit_asked_for(OffsetUnit unit, string name, int start, int end, int start2, int end2)
    {
        const string Text = "🙂 né, Ada + 🙂b";
        int ada = Text.IndexOf("Ada", StringComparison.Ordinal), last = Text.LastIndexOf("🙂b", StringComparison.Ordinal);
        DocumentEntities entities = Given.Entities(Given.Entity("Ada", "person", ada), Given.Entity("🙂b", "person", last));
        string json = Encoding.UTF8.GetString(new EntityWriter(Given.Model, unit, false).Write(new EntityRecord(Given.Document(Text), entities, null, null)));
        Assert.Contains($"\"start\":{start},\"end\":{end}", json, StringComparison.Ordinal);
        Assert.Contains($"\"start\":{start2},\"end\":{end2}", json, StringComparison.Ordinal);
        Assert.Contains($"\"offset_unit\":\"{name}\"", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0000015, "0.000002")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(1.0000001, "1")]
    [InlineData(0.5, "0.5")]
    [InlineData(double.NaN, "0")]
    public void Probabilities_have_six_decimals_at_most(double probability, string written)
    {
        string json = Encoding.UTF8.GetString(Writer().Write(new EntityRecord(Given.Document(), Given.Entities(Given.Entity("Ada", "person", 0, probability)), null, null)));
        Assert.Contains($"\"probability\":{written}}}", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_replaced_and_stops_nothing()
    {
        DocumentEntities entities = Given.Entities(Given.Entity("a\ud83d", "person", null), Given.Entity("\ude42", "person", null));
        string json = Encoding.UTF8.GetString(Writer().Write(new EntityRecord(Given.Document(), entities, null, null)));
        Assert.Contains("\"text\":\"a\uFFFD\"", json, StringComparison.Ordinal);
        Assert.Contains("\"text\":\"\uFFFD\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_result_gives_the_same_bytes()
    {
        EntityRecord record = new(Given.Document(), Given.Entities(Given.Entity("Ada", "person", 0, 1d / 3)), null, null);
        Assert.Equal(Writer().Write(record), Writer().Write(record));
    }

    private static string Lines(params string[] lines) => string.Concat(lines.Select(static line => line.Trim()));

    private static EntityWriter Writer(bool includeText = false) => new(Given.Model, OffsetUnit.CodePoint, includeText);
}
