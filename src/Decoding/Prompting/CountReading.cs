namespace PaDeNer.Decoding.Prompting;

/// <summary>What the tokens of a count say so far.</summary>
/// <param name="IsComplete">Whether the count has ended; otherwise another token is needed.</param>
/// <param name="Count">The count, or what of it is decoded; null where what was decoded is no number.</param>
public readonly record struct CountReading(bool IsComplete, int? Count)
{
    /// <summary>More tokens are needed.</summary>
    public static CountReading Incomplete => new(false, null);

    /// <summary>Digits, and more may follow.</summary>
    public static CountReading SoFar(int count) => new(false, count);

    /// <summary>This is no number.</summary>
    public static CountReading Invalid => new(true, null);

    /// <summary>The count.</summary>
    public static CountReading Of(int count) => new(true, count);
}
