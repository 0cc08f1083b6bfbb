using PaDeNer.Decoding.Prompting;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Prompting;

namespace PaDeNer.Decoding.Tests.Prompting;

public class WindowCutterTests
{
    private readonly InMemoryTokenizer _tokenizer = new();

    [Fact]
    public void Windows_own_every_character_once_and_fit()
    {
        for (int seed = 0; seed < 120; seed++)
        {
            Random random = new(seed);
            string text = SampleTexts.Create(random, random.Next(600));
            int windowTokens = 16 + random.Next(100);
            TextTokens tokens = Align(text);

            IReadOnlyList<DocumentWindow> windows = WindowCutter.Cut(tokens, windowTokens, random.Next(windowTokens / 2));

            for (int i = 0; i < text.Length; i++)
            {
                Assert.Single(windows, window => window.Owns(i));
            }

            Assert.Equal(0, windows[0].Start);
            Assert.Equal(text.Length, windows[^1].End);
            Assert.All(windows, window => Assert.InRange(_tokenizer.Tokenize(text[window.Start..window.End]).Length, 1, windowTokens));
            Assert.All(windows, window => Assert.False(window.Start < text.Length && char.IsLowSurrogate(text[window.Start])));
            Assert.All(windows.Zip(windows.Skip(1)), pair => Assert.InRange(pair.Second.Start, pair.First.Start + 1, pair.First.End + 1));
            Assert.All(windows.SkipLast(1), window => Assert.InRange(window.OwnedEnd, window.Start, window.End + 1));
        }
    }

    [Fact]
    public void Cuts_are_made_where_sentences_end()
    {
        string text = string.Join(' ', Enumerable.Range(0, 30).Select(static i => $"Sentence {i} is here."));

        IReadOnlyList<DocumentWindow> windows = WindowCutter.Cut(Align(text), 60, 20);

        Assert.True(windows.Count > 3);
        Assert.All(windows, window => Assert.StartsWith("Sentence", text[window.Start..], StringComparison.Ordinal));
        Assert.All(windows.SkipLast(1), window => Assert.Equal('.', text[window.End - 1]));
        Assert.All(windows.Zip(windows.Skip(1)), pair => Assert.True(pair.Second.Start < pair.First.End, "Windows overlap."));
    }

    [Fact]
    public void A_text_without_any_end_is_still_cut()
    {
        string text = new('x', 2000);

        IReadOnlyList<DocumentWindow> windows = WindowCutter.Cut(Align(text), 64, 16);

        Assert.True(windows.Count > 5);
    }

    [Fact]
    public void A_text_that_fits_is_one_window()
    {
        Assert.Equal(DocumentWindow.Whole("Ada"), Assert.Single(WindowCutter.Cut(Align("Ada"), 32, 8)));
    }

    private TextTokens Align(string text) => TextTokens.Align(text, _tokenizer.Tokenize(text), _tokenizer, 1)!;
}
