using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Testing.Engines;

/// <summary>Engines whose logits are no numbers wherever a slot holds a word, as a broken model's may be.</summary>
public static class NumberlessEngine
{
    /// <summary>An engine of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="word">Texts with this word give no numbers.</param>
    public static IDecodeEngine Create(TestModel model, string word)
    {
        ArgumentNullException.ThrowIfNull(model);
        TokenId[] broken = model.Tokenizer.Tokenize(word);
        NextToken sound = HashedChoices.Create(1, model.Tokenizer.EndOfText);
        return new InMemoryEngine(model.Capacity, (held, scope, candidates) =>
        {
            TokenChoice choice = sound(held, scope, candidates);
            return held.IndexOf(broken) >= 0 ? choice with { LogProbability = float.NaN } : choice;
        });
    }
}
