using System.Globalization;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Daemon.Commands.DeadLetters;

/// <summary>A record of the dead-letter topic, and what its headers say.</summary>
/// <param name="Record">The record as it stands there.</param>
internal sealed record DeadLetter(SourceRecord Record)
{
    /// <summary>The fault's wire name; null where it is no dead letter of ours.</summary>
    public string? Fault { get; } = RecordHeaders.FindText(Record.Headers, DeadLetterHeaders.Fault);

    /// <summary>What was wrong, for people.</summary>
    public string Detail { get; } = RecordHeaders.FindText(Record.Headers, DeadLetterHeaders.Detail) ?? string.Empty;

    /// <summary>The component that gave it up; null where it is not said.</summary>
    public string? Component { get; } = RecordHeaders.FindText(Record.Headers, DeadLetterHeaders.Component);

    /// <summary>How often it was tried; null where it is not said.</summary>
    public int? Attempt { get; } = (int?)Number(Record, DeadLetterHeaders.Attempt, int.MaxValue);

    /// <summary>The topic its record was read from; null where it is not said.</summary>
    public string? SourceTopic { get; } = RecordHeaders.FindText(Record.Headers, DeadLetterHeaders.SourceTopic);

    /// <summary>The partition its record was read from; null where it is not said.</summary>
    public int? SourcePartition { get; } = (int?)Number(Record, DeadLetterHeaders.SourcePartition, int.MaxValue);

    /// <summary>The offset its record was read at; null where it is not said.</summary>
    public long? SourceOffset { get; } = Number(Record, DeadLetterHeaders.SourceOffset, long.MaxValue);

    /// <summary>How often its record was sent again before it failed this time.</summary>
    public int Redrives { get; } = (int?)Number(Record, DeadLetterHeaders.RedriveCount, int.MaxValue) ?? 0;

    /// <summary>The dead letter that was sent again and has failed this time; null where it had not been sent again.</summary>
    public string? RedrivenFrom { get; } = RecordHeaders.FindText(Record.Headers, DeadLetterHeaders.RedrivenFrom);

    /// <summary>How many headers of its record are missing.</summary>
    public long HeadersLeftOut { get; } = Number(Record, DeadLetterHeaders.HeadersLeftOut, long.MaxValue) ?? 0;

    /// <summary>The time the broker has for it; null where it has none, or one that is no date.</summary>
    public DateTimeOffset? Time { get; } = Record.Timestamp is >= 0 and <= 253_402_300_799_999 and long time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;

    private static long? Number(SourceRecord record, string header, long most) =>
        long.TryParse(RecordHeaders.FindText(record.Headers, header), NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number <= most ? number : null;
}
