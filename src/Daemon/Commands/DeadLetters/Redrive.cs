using System.Globalization;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Daemon.Commands.DeadLetters;

/// <summary>A dead letter -> the record that is sent again, or why it is not. Pure.</summary>
/// <param name="topic">The topic it would be sent to.</param>
/// <param name="mostRedrives">One that was sent again as often is left alone.</param>
internal sealed class Redrive(string topic, int mostRedrives)
{
    /// <summary>Why a dead letter is not sent again; null where it is.</summary>
    public string? WhyNot(DeadLetter letter) =>
        letter.Fault is null || letter.SourceTopic is null ? "are no dead letters of this daemon: they have no padener-fault or no padener-source-topic"
        : letter.SourceTopic != topic ? $"come from another topic, '{SafeText.Line(letter.SourceTopic)}': --set Kafka:InputTopic names it"
        : letter.Redrives >= mostRedrives ? string.Create(CultureInfo.InvariantCulture, $"were sent again {mostRedrives} times already: --max-redrives allows more")
        : null;

    /// <summary>The headers of the record that is sent again: those of the record, and where it comes from.</summary>
    public static IReadOnlyList<RecordHeader> Headers(DeadLetter letter) =>
    [
        .. letter.Record.Headers.Where(static header => !DeadLetterHeaders.OfFault.Contains(header.Name)
            && !header.Name.Equals(DeadLetterHeaders.RedrivenFrom, StringComparison.OrdinalIgnoreCase)
            && !header.Name.Equals(DeadLetterHeaders.RedriveCount, StringComparison.OrdinalIgnoreCase)),
        RecordHeaders.Text(DeadLetterHeaders.RedrivenFrom, letter.Record.Position.ToString()),
        RecordHeaders.Text(DeadLetterHeaders.RedriveCount, (Math.Min(letter.Redrives, int.MaxValue - 1) + 1).ToString(CultureInfo.InvariantCulture)),
    ];
}
