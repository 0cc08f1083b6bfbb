using BenchmarkDotNet.Attributes;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Verbatim;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Engines;

namespace PaDeNer.Benchmarks;

/// <summary>A mention of five tokens as a walk over its document's tokens.</summary>
public class MentionWalkBenchmarks
{
    private readonly TestModel _model = new();
    private TextTokens _text = null!;

    /// <summary>Words of the document.</summary>
    [Params(30, 300)]
    public int Words { get; set; }

    /// <summary>Lays the text's tokens along it.</summary>
    [GlobalSetup]
    public void Prepare() => _text = _model.Plan(SampleTexts.Create(new Random(1), Words)).Windows[0].Prompt.Text!;

    /// <summary>Begins at every place of the text and takes five of the tokens that may come; gives the places left.</summary>
    [Benchmark]
    public int Walk()
    {
        MentionWalk walk = new(_text, _model.Template.EndOfMention);
        for (int i = 0; i < 5 && walk.Candidates[0] != _model.Template.EndOfMention; i++)
        {
            walk.Take(walk.Candidates[0]);
        }

        return walk.Places;
    }
}
