using System.Text;
using PaDeNer.Daemon.Commands.Demonstration;

namespace PaDeNer.Daemon.Tests.Commands;

public class DemoResultTests
{
    private const string Text = "🚀 Zoë flew to Köln";

    [Theory]
    [InlineData("code_point", 2, 5)]
    [InlineData("utf16", 3, 6)]
    [InlineData("utf8", 5, 9)]
    public void Spans_of_any_unit_find_their_place(string unit, int start, int end)
    {
        DemoResult result = Read($$"""{"label":"PER","text":"Zoë","start":{{start}},"end":{{end}},"probability":1}""", unit)!;

        DemoEntity entity = Assert.Single(result.Entities);
        Assert.Equal("Zoë", Text[entity.Start..entity.End]);
    }

    [Fact]
    public void What_overlaps_or_has_no_place_is_not_drawn()
    {
        DemoResult result = Read(
            """
            {"label":"PER","text":"Zoë flew","start":2,"end":10,"probability":1},
            {"label":"ORG","text":"Zoë","start":2,"end":5,"probability":1},
            {"label":"ORG","text":"Bonn","start":null,"end":null,"probability":1}
            """,
            "code_point")!;

        Assert.Equal("PER", Assert.Single(result.Entities).Label);
    }

    [Fact]
    public void A_result_of_somebody_else_is_none_of_ours() =>
        Assert.Null(DemoResult.Read(Encoding.UTF8.GetBytes("""{"id":"other","entities":[],"offset_unit":"utf8"}"""), static _ => null));

    private static DemoResult? Read(string entities, string unit) => DemoResult.Read(
        Encoding.UTF8.GetBytes($$"""{"id":"a","entities":[{{entities}}],"offset_unit":"{{unit}}"}"""), static id => id == "a" ? Text : null);
}
