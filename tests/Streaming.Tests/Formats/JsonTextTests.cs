using System.Text;
using System.Text.Json;
using PaDeNer.Streaming.Formats;

namespace PaDeNer.Streaming.Tests.Formats;

public class JsonTextTests
{
    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("東京 é <b> & 'x'", "\"東京 é <b> & 'x'\"")]
    [InlineData("🙂", "\"🙂\"")]
    [InlineData("a\"b\\c🙂\n\t\u0001", "\"a\\\"b\\\\c🙂\\n\\t\\u0001\"")]
    [InlineData("👨‍👩‍👧🇩🇪", "\"👨‍👩‍👧🇩🇪\"")]
    public void Text_is_written_as_it_is_and_escaped_only_where_JSON_asks_for_it(string text, string json) => Assert.Equal(Encoding.UTF8.GetBytes(json), Written(text));

    // Not as data of a theory: halves do not come through attributes.
    [Fact]
    public void Half_a_surrogate_pair_is_replaced()
    {
        Assert.Equal("\"a\uFFFD\""u8.ToArray(), Written("a\ud83d"));
        Assert.Equal("\"\uFFFD🙂\""u8.ToArray(), Written("\ude42\ud83d\ude42"));
        Assert.Equal("\"\uFFFD\uFFFDb\""u8.ToArray(), Written("\ud83d\ud83db"));
    }

    [Fact]
    public void Whatever_is_written_is_read_back()
    {
        Random random = new(7);
        for (int round = 0; round < 500; round++)
        {
            StringBuilder text = new();
            for (int length = random.Next(12); length > 0; length--)
            {
                int value = random.Next(4) switch { 0 => random.Next(0x80), 1 => random.Next(0x10000), _ => random.Next(0x10000, 0x110000) };
                text.Append(Rune.IsValid(value) ? new Rune(value).ToString() : "x");
            }

            Assert.Equal(text.ToString(), JsonDocument.Parse(Written(text.ToString())).RootElement.GetString());
        }
    }

    // Labels are names of properties in reports.
    [Fact]
    public void Names_of_properties_are_written_as_values_are()
    {
        System.Buffers.ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer, JsonText.Options);
        json.WriteStartObject();
        json.WriteNumber("東京 🙂 \"", 1);
        json.WriteString("🙂"u8, "🙂"u8);
        json.WriteEndObject();
        json.Flush();
        Assert.Equal("""{"東京 🙂 \"":1,"🙂":"🙂"}""", Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    [Fact]
    public void Nothing_is_null() => Assert.Equal("null"u8.ToArray(), Written(null));

    private static byte[] Written(string? text)
    {
        System.Buffers.ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer, JsonText.Options);
        json.WriteStringValue(text);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
