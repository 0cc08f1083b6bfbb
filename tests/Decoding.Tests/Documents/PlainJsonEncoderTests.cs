using System.Text;
using System.Text.Json;
using PaDeNer.Decoding.Documents;

namespace PaDeNer.Decoding.Tests.Documents;

public class PlainJsonEncoderTests
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = PlainJsonEncoder.Instance };

    [Theory]
    [InlineData("東京 é <b> & 'x' 🙂", "\"東京 é <b> & 'x' 🙂\"")]
    [InlineData("🙂\"", "\"🙂\\\"\"")]
    [InlineData("\"🙂\\", "\"\\\"🙂\\\\\"")]
    [InlineData("", "\"\"")]
    public void Only_what_JSON_asks_for_is_escaped(string text, string json) => Assert.Equal(json, JsonSerializer.Serialize(text, Options));

    [Fact]
    public void Every_character_is_read_back_and_half_of_one_as_its_replacement()
    {
        for (int value = 0; value <= 0x10FFFF; value += value < 0x11000 ? 1 : 97)
        {
            string text = Rune.IsValid(value) ? $"a{new Rune(value)}{new Rune(value)}" : $"{(char)value}\"";
            Assert.Equal(Rune.IsValid(value) ? text : "\uFFFD\"", JsonSerializer.Deserialize<string>(JsonSerializer.Serialize(text, Options)));
        }
    }

    [Fact]
    public void Both_forms_of_text_come_to_the_same()
    {
        string text = "a🙂\u0001é\u00A0\"" + string.Concat(Enumerable.Repeat("🙂", 300));
        Assert.Equal(JsonEncodedText.Encode(text, PlainJsonEncoder.Instance).Value, JsonEncodedText.Encode(Encoding.UTF8.GetBytes(text), PlainJsonEncoder.Instance).Value);
    }
}
