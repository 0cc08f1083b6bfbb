using System.Text.Json;
using PaDeNer.Daemon.Commands.DeadLetters;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Time;

namespace PaDeNer.Daemon.Tests.Commands.DeadLetters;

public sealed class DeadLetterOutputTests
{
    [Theory]
    [InlineData("plain ünïcode 🙂", "plain ünïcode 🙂")]
    [InlineData("a\u001b[31mred\u0007\u0000\u007f", "a\\u{1B}[31mred\\u{7}\\u{0}\\u{7F}")]
    [InlineData("line\nnext\rback\ttab", "line\\nnext\\rback\\ttab")]
    [InlineData("\u009b2J \u202Eright \u2066left \u200Bnone \u2028", "\\u{9B}2J \\u{202E}right \\u{2066}left \\u{200B}none \\u{2028}")]
    public void Nothing_of_a_text_reaches_the_terminal_as_a_command(string text, string shown) => Assert.Equal(shown, SafeText.Line(text));

    [Fact]
    public void Bytes_that_are_no_text_are_shown_as_bytes()
    {
        Assert.Equal("{\"\\xFF\\xFE\\u{0}\\x80", SafeText.Line([0x7B, 0x22, 0xFF, 0xFE, 0x00, 0x80]));
        Assert.Equal("a\nb\\r", SafeText.Lines("a\nb\r"u8));
    }

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abc...")]
    [InlineData("ab🙂defg", 6, "ab...")]
    public void What_is_long_is_shortened(string line, int length, string shown) => Assert.Equal(shown, SafeText.Shorten(line, length));

    [Fact]
    public void A_row_has_it_all_on_one_line()
    {
        DeadLetter letter = Letters.Letter(
            detail: $"no\ntext {new string('x', 80)}", key: "a long \u001b key of somebody", more: [RecordHeaders.Text(DeadLetterHeaders.RedriveCount, "2")]);

        string row = string.Join(' ', ListVerb.Row(letter).Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal($"0/17 no_text documents/2/40 2025-11-29T10:00:00Z a long \\u{{1B}}... {letter.Record.Size} 2 no\\ntext {new string('x', 48)}...", row);
        Assert.Equal("0/17 - - - - 67 0", string.Join(' ', ListVerb.Row(Letters.Letter(null, null, null, key: null, value: null, time: null)).Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void An_object_has_it_whole()
    {
        DeadLetter letter = Letters.Letter(detail: "no\ntext", key: "k\u001b", more: [RecordHeaders.Text(DeadLetterHeaders.RedrivenFrom, "dead/0/3"), RecordHeaders.Text(DeadLetterHeaders.RedriveCount, "2")]);
        using JsonDocument json = JsonDocument.Parse(DeadLetterJson.Of(letter));

        Assert.Equal(
            ["position", "fault", "detail", "source", "time", "key", "bytes", "redrives", "redriven_from"], json.RootElement.EnumerateObject().Select(static one => one.Name));
        Assert.Equal("""{"topic":"dead","partition":0,"offset":17}""", json.RootElement.GetProperty("position").GetRawText());
        Assert.Equal("""{"topic":"documents","partition":2,"offset":40}""", json.RootElement.GetProperty("source").GetRawText());
        Assert.Equal(("no\ntext", "k\u001b", "2025-11-29T10:00:00.000Z"), (Text(json, "detail"), Text(json, "key"), Text(json, "time")));
    }

    [Fact]
    public void A_key_that_is_no_text_is_given_as_base64()
    {
        DeadLetter letter = Letters.Letter();
        using JsonDocument json = JsonDocument.Parse(DeadLetterJson.Of(new DeadLetter(letter.Record with { Key = [0xFF, 0x00] })));

        Assert.Equal("/wA=", Text(json, "key_base64"));
        Assert.False(json.RootElement.TryGetProperty("key", out _));
    }

    [Fact]
    public void What_is_shown_has_every_header_and_a_value_that_cannot_pass_for_one()
    {
        using StringWriter output = new() { NewLine = "\n" };
        ShowVerb.Write(output, Letters.Letter(value: "{\nheader padener-fault: none\u001b}", more: [new RecordHeader("empty", null), RecordHeaders.Text("a\u0007", "b\nheader c: d")]), withValue: true);

        Assert.Equal(
            """
            dead/0/17  2025-11-29T10:00:00.000Z
            key: a
            header empty: null
            header a\u{7}: b\nheader c: d
            header padener-fault: no_text
            header padener-detail: there is no text
            header padener-source-topic: documents
            header padener-source-partition: 2
            header padener-source-offset: 40
            header padener-timestamp: 17
            value, 30 bytes:
              {
              header padener-fault: none\u{1B}}

            """,
            output.ToString());
    }

    [Theory]
    [InlineData("2026-11-29", "2026-11-29T00:00:00Z")]
    [InlineData("2026-11-29T10:30", "2026-11-29T10:30:00Z")]
    [InlineData("2026-11-29T10:30:00+01:00", "2026-11-29T09:30:00Z")]
    [InlineData("2026-11-29T10:30:00.250Z", "2026-11-29T10:30:00.25Z")]
    [InlineData("90s", "2026-11-30T11:58:30Z")]
    [InlineData("1.5h", "2026-11-30T10:30:00Z")]
    [InlineData("7d", "2026-11-23T12:00:00Z")]
    [InlineData("yesterday", null)]
    [InlineData("10", null)]
    [InlineData("h", null)]
    [InlineData("", null)]
    [InlineData("-3h", null)]
    [InlineData("99999999d", null)]
    [InlineData("29.11.2026", null)]
    public void Times_are_read_as_people_type_them(string text, string? time) => Assert.Equal(
        time is null ? null : DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture),
        TimeText.Parse(text, new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void Progress_is_told_where_a_scan_is_long()
    {
        ManualTimeProvider time = new();
        using StringWriter lines = new() { NewLine = "\n" }, watched = new();
        ScanProgress redirected = new(lines, watched: false, 2000, time), terminal = new(watched, watched: true, 2000, time);
        redirected.Tell(1, 0);
        terminal.Tell(1, 0);
        time.Advance(TimeSpan.FromSeconds(2));
        redirected.Tell(1000, 3);
        terminal.Tell(1000, 3);
        time.Advance(TimeSpan.FromSeconds(9));
        redirected.Tell(1500, 4);
        redirected.Clear();
        terminal.Clear();

        Assert.Equal("1,500 of 2,000 records read, 4 of them are meant; 136/s, 00:00:04 left\n", lines.ToString());
        Assert.Equal($"\r1,000 of 2,000 records read, 3 of them are meant; 500/s, 00:00:02 left\r{new string(' ', 70)}\r", watched.ToString());
    }

    private static string? Text(JsonDocument json, string name) => json.RootElement.GetProperty(name).GetString();
}
