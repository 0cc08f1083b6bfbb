using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;
using PaDeNer.LLamaSharp.Tests.Support;
using PaDeNer.Testing.Builders;

namespace PaDeNer.LLamaSharp.Tests;

public sealed class TinyOpenModelTokenizerTests : TokenizerContract
{
    protected override LlamaModel Model => TestModels.TinyOpen;

    protected override bool AddsLeadingSpace => false;

    protected override string[] ControlTokens =>
        ["<|endoftext|>", "<|label|>", "<|count|>", "<|end|>", "<|count 0|>", "<|count 31|>", "<|mention 1|>", "<|mention 31|>"];

    [Fact]
    public void Tokens_hold_words_with_their_blank_and_parts_of_characters()
    {
        Assert.Equal(["Ada", " met", " Bob"], Pieces("Ada met Bob"));
        Assert.Equal(["a", " \\F0\\9F", "\\99\\82"], Pieces("a 🙂"));
        Assert.Equal(["\\E5", "\\8C\\97", "\\E4\\BA\\AC"], Pieces("北京"));
    }

    [Fact]
    public void Every_text_is_laid_along_its_tokens()
    {
        LlamaTokenizer tokenizer = TestModels.TinyOpen.Tokenizer;
        for (int seed = 0; seed < 500; seed++)
        {
            string text = UnicodeTexts.Create(new Random(seed), seed % 20);

            TextTokens tokens = Assert.IsType<TextTokens>(TextTokens.Align(text, tokenizer.Tokenize(text), tokenizer, 0, TokenEdges.Separate));

            Assert.Equal(text.Length, tokens.Count == 0 ? 0 : tokens[tokens.Count - 1].End);
        }
    }

    private static string[] Pieces(string text) =>
        Array.ConvertAll(TestModels.TinyOpen.Tokenizer.Tokenize(text), static token => Shown(TestModels.TinyOpen.Tokenizer, token));

    private static string Shown(LlamaTokenizer tokenizer, TokenId token) =>
        string.Concat(tokenizer.BytesOf(token).ToArray().Select(static value => value < 0x80 ? ((char)value).ToString() : $"\\{value:X2}"));
}
