using PaDeNer.Streaming.Formats;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Tests.Formats;

public sealed class CompactJsonTests
{
    [Theory]
    [InlineData("""{ "b" : 1.50 , "a" : [ 1e3, -0.0 , true ] }""", """{"b":1.50,"a":[1e3,-0.0,true]}""")]
    [InlineData("  \"a  b\\\" \\\\\"  ", "\"a  b\\\" \\\\\"")]
    [InlineData("{\r\n\t\"\\u0020 \": \"\\\\\" \n}", "{\"\\u0020 \":\"\\\\\"}")]
    [InlineData("[ \"\u00e9 \ud83d\ude42\" , null ]", "[\"\u00e9 \ud83d\ude42\",null]")]
    [InlineData("{}", "{}")]
    public void Only_white_space_between_tokens_goes(string json, string compact) => Assert.Equal(compact, CompactJson.Of(Given.Bytes(json)));
}
