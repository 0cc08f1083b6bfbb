using BenchmarkDotNet.Attributes;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Engines;

namespace PaDeNer.Benchmarks;

/// <summary>A text's way to its windows, tokenising left out.</summary>
public class TextBenchmarks
{
    private readonly TestModel _model = new();
    private string _text = string.Empty;
    private TokenId[] _tokens = [];
    private TextTokens _aligned = null!;

    /// <summary>Words of the text.</summary>
    [Params(30, 1_000)]
    public int Words { get; set; }

    /// <summary>Tokenises the text.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _text = SampleTexts.Create(new Random(1), Words);
        _tokens = _model.Tokenizer.Tokenize(_text);
        _aligned = Align() ?? throw new InvalidOperationException("The tokens do not spell the text.");
    }

    /// <summary>Lays tokens along the text.</summary>
    [Benchmark]
    public TextTokens? Align() => TextTokens.Align(_text, _tokens, _model.Tokenizer, _model.Tokenizer.AddsLeadingSpace ? 1 : 0);

    /// <summary>Cuts windows of 250 tokens.</summary>
    [Benchmark]
    public int Cut() => WindowCutter.Cut(_aligned, 250, 50).Count;
}
