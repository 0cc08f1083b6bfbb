using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.Decoding.Sequences;
using PaDeNer.LLamaSharp.Tests.Support;

namespace PaDeNer.LLamaSharp.Tests;

/// <summary>What is no number does not outlive the emptying of an engine: a model one of whose tokens makes none of whatever it stands in.</summary>
public sealed class NumberlessTests
{
    [Fact]
    public void An_engine_that_was_emptied_after_a_step_without_numbers_chooses_as_a_new_one()
    {
        using TemporaryFile file = new();
        TinyModel.Save(file.Path, numberless: "|");
        using LlamaModel model = LlamaModel.Load(new LlamaOptions { ModelPath = file.Path }, TestContext.Current.CancellationToken);
        TokenId[] text = model.Tokenizer.Tokenize("the inspector went to the inn at dover");
        TokenId[] broken = [.. model.Tokenizer.Tokenize("the inn"), .. model.Tokenizer.Tokenize("|")];
        TokenId[] candidates = [text[1], text[2], text[3]];
        TokenChoice expected = Choose(model, engine: null, text, candidates);
        using LlamaEngine engine = model.CreateEngine();
        EngineDriver driver = new(engine);

        TokenChoice[] choices = driver.Begin().Rows(broken, 0, 1).Output(ChoiceScope.Candidates, candidates).Rows(text, 0, 0).Output(ChoiceScope.Candidates, candidates).Run();
        Assert.False(choices[0].IsValid);
        driver.Begin().Trim(0).Trim(1).Run();

        Assert.True(expected.IsValid);
        Assert.Equal(expected, Choose(model, engine, text, candidates));
    }

    private static TokenChoice Choose(LlamaModel model, LlamaEngine? engine, TokenId[] text, TokenId[] candidates)
    {
        using LlamaEngine? own = engine is null ? model.CreateEngine() : null;
        return new EngineDriver(engine ?? own!).Begin().Rows(text, 0, 0).Output(ChoiceScope.Candidates, candidates).Run()[0];
    }
}
