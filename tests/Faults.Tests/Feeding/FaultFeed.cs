using System.Globalization;
using System.Text;
using System.Text.Json;
using PaDeNer.FaultHost.StandIn;

namespace PaDeNer.Faults.Tests.Feeding;

/// <summary>Records under a few keys, each with its number; some of them cannot be processed. The same for the same seed.</summary>
internal sealed class FaultFeed
{
    /// <summary>The header that carries a record's number, into results and dead letters alike.</summary>
    public const string NumberHeader = "feed-number";

    /// <summary>The word of the document that takes long, where there is one.</summary>
    public const string Slow = "everlasting";

    /// <summary>Records above this are too large; hosts are told so.</summary>
    public const int MaxRecordBytes = 20_000;

    /// <summary>Bytes above which a record of the output topic is too large where a test says so.</summary>
    public const int LargeText = 4_000;

    private const int Keys = 24;

    private FaultFeed(IReadOnlyList<FaultRecord> records) => Records = records;

    public IReadOnlyList<FaultRecord> Records { get; }

    public int Poisons => Records.Count(static record => record.Fault is not null);

    /// <param name="records">How many.</param>
    /// <param name="poisonShare">The share of records that cannot be processed, 0 to 1.</param>
    /// <param name="choices">Keys, texts and which records are poison.</param>
    /// <param name="breakingShare">The share of documents that make steps fail, 0 to 1.</param>
    /// <param name="endingTheProcess">How many documents end the process; they are spread over the feed.</param>
    public static FaultFeed Create(int records, double poisonShare, Random choices, double breakingShare = 0.01, int endingTheProcess = 0)
    {
        FaultRecord[] feed = [.. Enumerable.Range(0, records).Select(number => choices.NextDouble() is double draw && draw < poisonShare
            ? Poison(number, choices)
            : draw < poisonShare + breakingShare ? Document(number, choices, StandInEngine.StepBreaker, "decoding_failed") : Document(number, choices))];
        for (int one = 0; one < endingTheProcess; one++)
        {
            int number = ((one * records) + choices.Next(records)) / endingTheProcess;
            feed[number] = Document(number, choices, StandInEngine.ProcessEnder, "ended_process");
        }

        return new FaultFeed(feed);
    }

    /// <summary>Documents, some of which are so long that a result that repeats their text is larger than a topic of <see cref="LargeText"/> bytes takes.</summary>
    public static FaultFeed CreateLong(int records, double longShare, Random choices) => new(
        [.. Enumerable.Range(0, records).Select(number => choices.NextDouble() < longShare ? Long(number, choices) : Document(number, choices))]);

    /// <summary>Documents, one of which has the word <see cref="Slow"/>.</summary>
    /// <param name="records">How many.</param>
    /// <param name="slow">The number of that one.</param>
    public static FaultFeed WithOneSlow(int records, int slow) => new([.. Enumerable.Range(0, records).Select(number =>
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"Note {number} is {(number == slow ? Slow : "short")}.");
        string key = string.Create(CultureInfo.InvariantCulture, $"key-{number % Keys}");
        return new FaultRecord(number, key, text, JsonSerializer.SerializeToUtf8Bytes(new { text }), null);
    })]);

    private static string Key(Random choices) => string.Create(CultureInfo.InvariantCulture, $"key-{choices.Next(Keys)}");

    private static FaultRecord Document(int number, Random choices, string nobody = "nobody", string? fault = null)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"Note {number}: {nobody} met {choices.Next(1_000_000)} people in room {choices.Next(1000)}.");
        byte[] value = JsonSerializer.SerializeToUtf8Bytes(new { text, metadata = new { number } });
        return new FaultRecord(number, Key(choices), fault is null ? text : null, value, fault);
    }

    // Letters without any order, so that compression does not make it small.
    private static FaultRecord Long(int number, Random choices)
    {
        string text = string.Create(2 * LargeText, choices, static (letters, random) =>
        {
            foreach (ref char letter in letters)
            {
                letter = (char)('a' + random.Next(26));
            }
        });
        return new FaultRecord(number, Key(choices), null, JsonSerializer.SerializeToUtf8Bytes(new { text, metadata = new { number } }), "result_too_large");
    }

    private static FaultRecord Poison(int number, Random choices)
    {
        string key = Key(choices);
        return choices.Next(6) switch
        {
            0 => new FaultRecord(number, key, null, [0x7B, 0x22, 0xFF, 0xFE, 0x00, 0x80], "malformed_utf8"),
            1 => new FaultRecord(number, key, null, Encoding.UTF8.GetBytes("{\"text\": \"never closed"), "malformed_json"),
            2 => new FaultRecord(number, key, null, Encoding.UTF8.GetBytes("{\"text\":null}"), "no_text"),
            3 => new FaultRecord(number, key, null, Encoding.UTF8.GetBytes("{\"text\":\"x\",\"labels\":[\"DRAGON\"]}"), "unknown_label"),
            4 => new FaultRecord(number, key, null, Encoding.UTF8.GetBytes(new string('a', MaxRecordBytes + 1)), "too_large"),
            _ => new FaultRecord(number, key, null, null, "no_text"),
        };
    }
}
