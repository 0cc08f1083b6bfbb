using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Testing.Engines;

/// <summary>An engine whose steps fail, for all that share them, as soon as something is asked behind a word.</summary>
public sealed class PoisonedEngine : IDecodeEngine
{
    private readonly InMemoryEngine _inner;
    private readonly StepResult _own;
    private readonly Poison _poison;
    private bool _isPoisoned;

    /// <param name="model">The model.</param>
    /// <param name="word">Texts with this word make steps fail.</param>
    /// <param name="poison">How.</param>
    /// <param name="seed">Of the choices in sound steps.</param>
    public PoisonedEngine(TestModel model, string word, Poison poison, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        _poison = poison;
        TokenId[] broken = model.Tokenizer.Tokenize(word);
        NextToken sound = HashedChoices.Create(seed, model.Tokenizer.EndOfText);
        _inner = new InMemoryEngine(model.Capacity, (held, scope, candidates) =>
        {
            if (held.IndexOf(broken) >= 0)
            {
                _isPoisoned = true;
                _ = _poison == Poison.Throws ? throw new InvalidOperationException("A step threw.") : true;
            }

            return sound(held, scope, candidates);
        });
        _own = new StepResult(model.Capacity);
    }

    public EngineCapacity Capacity => _inner.Capacity;

    public string Device => _inner.Device;

    /// <summary>Cells some slot sees.</summary>
    public int CellsUsed => _inner.CellsUsed;

    /// <summary>Whether every step fails from now on, whatever it holds.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Is called when everything is forgotten after a step that failed; null for nothing.</summary>
    public Action? Emptied { get; set; }

    public StepStatus Execute(StepPlan plan, StepResult result)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(result);
        _own.Clear();
        StepStatus status = _inner.Execute(plan, _own);
        if (_inner.CellsUsed == 0 && _isPoisoned)
        {
            _isPoisoned = false;
            Emptied?.Invoke();
        }

        bool fails = _isPoisoned || (IsBroken && plan.Batch.RowCount > 0);
        if (fails && _poison != Poison.TakesNumbers)
        {
            return StepStatus.Interrupted;
        }

        foreach (TokenChoice choice in _own.Choices)
        {
            result.Add(fails ? choice with { LogProbability = float.NaN } : choice);
        }

        return status;
    }

    public void Dispose() => _inner.Dispose();
}
