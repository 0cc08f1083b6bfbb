using BenchmarkDotNet.Attributes;
using PaDeNer.Decoding.Sampling;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarks;

/// <summary>The choice at one output row.</summary>
public class GreedySamplerBenchmarks
{
    private readonly TokenId[] _candidates = [.. Enumerable.Range(0, 32).Select(static i => new TokenId(i * 100))];
    private float[] _logits = [];

    /// <summary>Tokens of the vocabulary: that of the default model, and that of the models published with the paper.</summary>
    [Params(8_000, 32_000)]
    public int Vocabulary { get; set; }

    /// <summary>Draws logits.</summary>
    [GlobalSetup]
    public void Draw()
    {
        Random random = new(1);
        _logits = [.. Enumerable.Range(0, Vocabulary).Select(_ => (float)((random.NextDouble() * 20) - 10))];
    }

    /// <summary>Free decoding: any token.</summary>
    [Benchmark]
    public TokenChoice AnyToken() => GreedySampler.Choose(_logits);

    /// <summary>Verbatim decoding: 32 candidates, probability over them.</summary>
    [Benchmark]
    public TokenChoice OneOf32Candidates() => GreedySampler.Choose(_logits, _candidates, ChoiceScope.Candidates);

    /// <summary>Verbatim decoding with probabilities over the vocabulary.</summary>
    [Benchmark]
    public TokenChoice OneOf32CandidatesOverVocabulary() => GreedySampler.Choose(_logits, _candidates, ChoiceScope.CandidatesOverVocabulary);
}
