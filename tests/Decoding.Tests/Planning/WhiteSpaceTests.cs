using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;
using PaDeNer.Testing.Engines;

namespace PaDeNer.Decoding.Tests.Planning;

/// <summary>White space is no part of a mention, and a run of it neither cuts a word nor hides what stands behind it.</summary>
public class WhiteSpaceTests
{
    [Theory]
    [InlineData("Ada\n", 0, 3)]
    [InlineData("Ada ", 0, 3)]
    [InlineData("Ada \t\r\n", 0, 3)]
    [InlineData("\n Ada\u00a0", 2, 5)]
    [InlineData("  Ada Lovelace  ", 2, 14)]
    public void A_mention_that_goes_on_to_the_texts_end_ends_where_its_last_word_does(string text, int start, int end)
    {
        Entity entity = Assert.Single(Read(text, endsEarly: false, DecodingMode.Verbatim));

        Assert.Equal((new TextSpan(start, end), text[start..end]), (entity.Span, entity.Text));
    }

    [Theory]
    [InlineData('\n', true)]
    [InlineData('\t', true)]
    [InlineData(' ', false)]
    [InlineData('\n', false)]
    public void A_mention_does_not_reach_over_a_long_run(char space, bool endsEarly)
    {
        string text = $"Ada{new string(space, 300)}met Bob in Rome.";

        Entity entity = Assert.Single(Read(text, endsEarly, DecodingMode.Verbatim));

        Assert.Equal((new TextSpan(0, 3), "Ada"), (entity.Span, entity.Text));
    }

    [Fact]
    public void What_stands_behind_a_long_run_has_its_place_in_the_document()
    {
        string run = new('\n', 300);
        string text = $"{run}Ada met{run}Bob";

        Entity entity = Assert.Single(Read(text, endsEarly: true, DecodingMode.Verbatim));

        Assert.Equal((new TextSpan(300, 303), "Ada"), (entity.Span, entity.Text));
    }

    [Fact]
    public void A_long_run_takes_no_window_of_its_own()
    {
        TestModel model = new(1, new DecodingSettings(DecodingMode.Verbatim, true, new PlanLimits(WindowTokens: 32, OverlapTokens: 4)));

        DocumentPlan plan = model.Plan($"Ada Lovelace{new string('\n', 5000)}met Bob.");

        Assert.Equal("Ada Lovelace\n\n\n\nmet Bob.", Assert.Single(plan.Windows).Prompt.Text!.Text);
    }

    [Fact]
    public void No_word_is_cut_where_windows_are_cut()
    {
        TestModel model = new(1, new DecodingSettings(DecodingMode.Verbatim, true, new PlanLimits(WindowTokens: 32, OverlapTokens: 6)));
        for (int seed = 0; seed < 100; seed++)
        {
            Random random = new(seed);
            string text = string.Concat(Enumerable.Range(0, 60).Select(_ =>
                new string("abcxyz"[random.Next(6)], 1 + random.Next(12)) + new string(" \n\t"[random.Next(3)], 1 + (random.Next(4) == 0 ? random.Next(80) : 0))));
            DocumentPlan plan = model.Plan(text);

            Assert.All(plan.Windows, window => Assert.True(WordBoundaries.IsBoundary(plan.Text.Read, window.Window.Start) && WordBoundaries.IsBoundary(plan.Text.Read, window.Window.End)));
            Assert.All(plan.Windows, window => Assert.True(window.Window.OwnedEnd == int.MaxValue || WordBoundaries.IsBoundary(plan.Text.Read, window.Window.OwnedEnd)));
        }
    }

    [Fact]
    public void The_cutter_itself_cuts_no_word_beside_a_run()
    {
        TestModel model = new();
        foreach (char space in " \n\t")
        {
            string text = $"Then I met Merkel{new string(space, 300)}in Paris.";
            TextTokens tokens = TextTokens.Align(text, model.Tokenizer.Tokenize(text), model.Tokenizer, 1)!;

            IReadOnlyList<DocumentWindow> windows = WindowCutter.Cut(tokens, 32, 8);

            Assert.True(windows.Count > 1);
            Assert.All(windows, window => Assert.True(WordBoundaries.IsBoundary(text, window.Start) && WordBoundaries.IsBoundary(text, window.End)));
        }
    }

    /// <summary>A model that finds one mention of one label in each window: the first word, or all from there on.</summary>
    private static IReadOnlyList<Entity> Read(string text, bool endsEarly, DecodingMode mode)
    {
        TestModel model = new(5, new DecodingSettings(mode, true, new PlanLimits()));
        DocumentPlan plan = model.Plan(text, labels: 1);
        TokenId end = model.Tokenizer.EndOfText;
        SoloRunner.Run(plan, (_, _, candidates) => new TokenChoice(
            candidates.Length == 32 ? candidates[1] : endsEarly && candidates.Contains(end) ? end : candidates[0], 0, 1));
        return new DocumentAssembler(new AssemblySettings()).Assemble(plan).Entities!.Entities;
    }
}
