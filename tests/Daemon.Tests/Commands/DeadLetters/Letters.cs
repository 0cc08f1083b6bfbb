using System.Globalization;
using PaDeNer.Daemon.Commands.DeadLetters;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Daemon.Tests.Commands.DeadLetters;

/// <summary>Dead letters with a default for everything.</summary>
internal static class Letters
{
    public static DeadLetter Letter(
        string? fault = "no_text",
        string? detail = "there is no text",
        string? topic = "documents",
        int partition = 2,
        long offset = 40,
        string? key = "a",
        string? value = "{}",
        long? time = 1_764_410_400_000,
        params IEnumerable<RecordHeader> more)
    {
        List<RecordHeader> headers = [.. more];
        Add(headers, DeadLetterHeaders.Fault, fault);
        Add(headers, DeadLetterHeaders.Detail, detail);
        Add(headers, DeadLetterHeaders.SourceTopic, topic);
        Add(headers, DeadLetterHeaders.SourcePartition, partition.ToString(CultureInfo.InvariantCulture));
        Add(headers, DeadLetterHeaders.SourceOffset, offset.ToString(CultureInfo.InvariantCulture));
        Add(headers, DeadLetterHeaders.Timestamp, "17");
        return new DeadLetter(new SourceRecord(new SourcePosition(new SourcePartition("dead", 0), 17, default), Bytes(key), Bytes(value), headers, time));
    }

    public static string Text(IEnumerable<RecordHeader> headers) => string.Join(' ', headers.Select(static one => $"{one.Name}={System.Text.Encoding.UTF8.GetString(one.Value ?? [])}"));

    private static byte[]? Bytes(string? text) => text is null ? null : System.Text.Encoding.UTF8.GetBytes(text);

    private static void Add(List<RecordHeader> headers, string name, string? value)
    {
        if (value is not null)
        {
            headers.Add(RecordHeaders.Text(name, value));
        }
    }
}
