using PaDeNer.Daemon.Commands.Extracting;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Daemon.Tests.Commands;

public class LayerDrawingTests
{
    [Fact]
    public void An_entity_over_others_is_drawn_below_them() => Assert.Equal(
        [
            "The University of Oxford is in England.",
            "                  └LOC─┘       └─LOC─┘",
            "    └───────ORG────────┘",
        ],
        Drawn("The University of Oxford is in England.", 80, ("University of Oxford", "ORG"), ("Oxford", "LOC"), ("England", "LOC")));

    [Fact]
    public void A_label_that_does_not_fit_into_its_bar_stands_beside_it_and_covers_nothing() => Assert.Equal(
        [
            "Ada, Bo",
            "     └┘PERSON",
            "└─┘PERSON",
        ],
        Drawn("Ada, Bo", 80, ("Ada", "PERSON"), ("Bo", "PERSON")));

    [Fact]
    public void Wide_characters_take_two_columns() => Assert.Equal(
        [
            "🙂 東京 é",
            "   └──┘LOC",
        ],
        Drawn("🙂 東京 é", 80, ("東京", "LOC")));

    [Fact]
    public void A_long_text_is_broken_between_words_and_bars_go_on_in_the_next_line() => Assert.Equal(
        [
            "one two three Angela",
            "              └PER──",
            "Merkel came home",
            "─PER─┘",
        ],
        Drawn("one two three Angela Merkel came home", 20, ("Angela Merkel", "PER")));

    [Fact]
    public void Line_ends_and_tabs_are_blanks_and_what_has_no_place_is_named() => Assert.Equal(
        ["a b c", "not in the text: Zoe PER"],
        LayerDrawing.Lines("a\nb\tc", [new Entity(new Label("PER"), "Zoe", null, 1)], 80));

    [Fact]
    public void An_empty_text_is_an_empty_line() => Assert.Equal([string.Empty], LayerDrawing.Lines(string.Empty, [], 80));

    [Fact]
    public void Any_text_in_any_width_is_drawn_once()
    {
        const string Alphabet = "ab 東🙂\n";
        Random random = new(11);
        for (int round = 0; round < 300; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(80)).Select(_ => Alphabet.EnumerateRunes().ElementAt(random.Next(6)).ToString()));
            string drawn = string.Concat(LayerDrawing.Lines(text, [], random.Next(1, 40)));

            Assert.Equal(Letters(text), Letters(drawn));
        }
    }

    private static string Letters(string text) => string.Concat(text.Where(static letter => !char.IsWhiteSpace(letter)));

    private static string[] Drawn(string text, int width, params (string Mention, string Label)[] entities) =>
    [
        .. LayerDrawing.Lines(
            text,
            [.. entities.Select(entity =>
            {
                int start = text.IndexOf(entity.Mention, StringComparison.Ordinal);
                return new Entity(new Label(entity.Label), entity.Mention, new TextSpan(start, start + entity.Mention.Length), 1);
            })],
            width),
    ];
}
