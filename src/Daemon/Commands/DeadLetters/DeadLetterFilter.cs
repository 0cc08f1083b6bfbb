namespace PaDeNer.Daemon.Commands.DeadLetters;

/// <summary>Which dead letters are meant. What is null or empty lets all through. Pure.</summary>
internal sealed record DeadLetterFilter
{
    /// <summary>Wire names of faults.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Not older than this.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Older than this.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>With this key, byte for byte.</summary>
    public byte[]? Key { get; init; }

    /// <summary>Read from this partition.</summary>
    public int? SourcePartition { get; init; }

    /// <summary>Read at one of these offsets, both included.</summary>
    public (long From, long To)? SourceOffsets { get; init; }

    /// <summary>Whether a dead letter is meant. One without a time is not meant where a time is asked for.</summary>
    public bool Matches(DeadLetter letter) =>
        (Faults.Count == 0 || Faults.Contains(letter.Fault, StringComparer.Ordinal))
        && (Since is null || letter.Time >= Since)
        && (Until is null || letter.Time < Until)
        && (Key is null || (letter.Record.Key is { } key && key.AsSpan().SequenceEqual(Key)))
        && (SourcePartition is null || letter.SourcePartition == SourcePartition)
        && (SourceOffsets is not { } offsets || (letter.SourceOffset >= offsets.From && letter.SourceOffset <= offsets.To));
}
