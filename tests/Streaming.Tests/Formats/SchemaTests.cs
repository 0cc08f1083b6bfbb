using System.Text.Json;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Tests.Formats;

public sealed class SchemaTests
{
    private static readonly JsonElement DocumentSchema = SmallSchema.Load("document.schema.json");
    private static readonly JsonElement EntitiesSchema = SmallSchema.Load("entities.schema.json");

    [Fact]
    public void What_the_writer_writes_is_what_the_schema_says_in_its_order()
    {
        Document document = Given.Document("Ada saw 東京 🙂.", "1", """[1,{"a":null}]""", "person", "place");
        DocumentEntities entities = Given.Entities(Given.Entity("Ada", "person", 0, 0.25), Given.Entity("Mars", "place", null, 1));
        JobTimings timings = new(0, TimeSpan.FromMicroseconds(1500), TimeSpan.FromMilliseconds(3), 4, false);
        foreach (OffsetUnit unit in Enum.GetValues<OffsetUnit>())
        {
            byte[] written = new EntityWriter(Given.Model, unit, includeText: true).Write(new EntityRecord(document, entities, timings, Given.Record(3, 1).Position));
            using JsonDocument json = JsonDocument.Parse(written);
            Assert.Empty(SmallSchema.Validate(EntitiesSchema, json.RootElement));
            Assert.Equal(Names(EntitiesSchema.GetProperty("properties")), Names(json.RootElement));
        }

        byte[] bare = new EntityWriter(Given.Model, OffsetUnit.Utf8, includeText: false).Write(new EntityRecord(Given.Document(), Given.Entities(), null, null));
        using JsonDocument least = JsonDocument.Parse(bare);
        Assert.Empty(SmallSchema.Validate(EntitiesSchema, least.RootElement));
        Assert.Equal(EntitiesSchema.GetProperty("required").EnumerateArray().Select(static one => one.GetString()!), Names(least.RootElement));
    }

    [Theory]
    [InlineData("""{"id":"1","entities":[],"model":"m","model_sha256":"00ff","labels":[],"offset_unit":"bytes"}""", "$.offset_unit: enum")]
    [InlineData("""{"id":1,"entities":[],"model":"m","model_sha256":"00ff","labels":[],"offset_unit":"utf8"}""", "$.id: type")]
    [InlineData("""{"id":"1","entities":[{"label":"a","text":"b","start":0,"end":1,"probability":1.5}],"model":"m","model_sha256":"00ff","labels":[],"offset_unit":"utf8"}""", "$.entities[0].probability: maximum")]
    [InlineData("""{"id":"1","entities":[],"model":"m","model_sha256":"00ff","labels":[],"offset_unit":"utf8","extra":1}""", "$: additionalProperties")]
    public void The_schema_of_results_is_strict(string json, string error)
    {
        using JsonDocument value = JsonDocument.Parse(json);
        Assert.Equal([error], SmallSchema.Validate(EntitiesSchema, value.RootElement));
    }

    [Theory]
    [InlineData("""{"text":"x"}""", true)]
    [InlineData("""{"text":"x","id":"1","labels":["person"],"metadata":{"a":1},"more":[]}""", true)]
    [InlineData("""{"text":"x","id":17}""", true)]
    [InlineData("""{"text":"x","id":null,"labels":null,"metadata":null}""", true)]
    [InlineData("""{"text":"x","labels":[]}""", true)]
    [InlineData("""{"id":"1"}""", false)]
    [InlineData("""{"text":""}""", true)]
    [InlineData("""{"text":" \t\n"}""", true)]
    [InlineData("""{"text":null}""", false)]
    [InlineData("""{"text":7}""", false)]
    [InlineData("""{"text":"x","id":true}""", false)]
    [InlineData("""{"text":"x","labels":"person"}""", false)]
    [InlineData("""{"text":"x","labels":[1]}""", false)]
    [InlineData("""["x"]""", false)]
    public void The_reader_takes_what_the_schema_of_documents_takes(string json, bool valid)
    {
        using JsonDocument value = JsonDocument.Parse(json);
        Assert.Equal(valid, SmallSchema.Validate(DocumentSchema, value.RootElement).Count == 0);
        DocumentReader reader = new(new DocumentReaderSettings { Format = InputFormat.Json }, new FixedLabels("person"));
        Assert.Equal(valid, reader.Read(Given.Bytes(json), null, new DocumentId("d")).Succeeded);
    }

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(static one => one.Name);
}
