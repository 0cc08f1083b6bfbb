using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Engine;

/// <summary>What a step gave: one choice per output row, in the order of <see cref="MicroBatch.Outputs"/>. Reused between steps.</summary>
public sealed class StepResult
{
    private readonly TokenChoice[] _choices;

    /// <summary>Makes room for the outputs of one step.</summary>
    public StepResult(EngineCapacity capacity)
    {
        ArgumentNullException.ThrowIfNull(capacity);
        _choices = new TokenChoice[capacity.OutputsPerStep];
    }

    /// <summary>How many choices there are.</summary>
    public int Count { get; private set; }

    /// <summary>The choices.</summary>
    public ReadOnlySpan<TokenChoice> Choices => _choices.AsSpan(0, Count);

    /// <summary>Empties the result.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds the choice of the next output row.</summary>
    public void Add(TokenChoice choice) => _choices[Count++] = choice;
}
