using System.Globalization;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Batching.Scheduling;

/// <summary>What one document may take of an engine; one that takes more is given up, so that it holds up nobody for ever.</summary>
/// <param name="Tokens">Tokens evaluated for it at most; 0 for no limit.</param>
/// <param name="Time">Its part of the lane's time in the engine at most: of each step, the share that its rows have. Zero for no limit.</param>
public sealed record DocumentBudget(long Tokens, TimeSpan Time)
{
    /// <summary>No limit.</summary>
    public static DocumentBudget None { get; } = new(0, TimeSpan.Zero);

    /// <summary>What becomes of a document that has taken so much; null where it may go on.</summary>
    internal DocumentOutcome? Exceeded(long tokens, TimeSpan time) =>
        Tokens > 0 && tokens > Tokens ? Over(string.Create(CultureInfo.InvariantCulture, $"{tokens} tokens, the limit is {Tokens} (Extraction:MaxDecodedTokens)"))
        : Time > TimeSpan.Zero && time > Time ? Over(string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s of the engine, the limit is {Time.TotalSeconds:0.0} s (Extraction:MaxDecodeTime)"))
        : null;

    private static DocumentOutcome Over(string what) => DocumentOutcome.Of(DocumentFault.OverBudget, $"Decoding it takes {what}.");
}
