using System.Text;
using System.Text.Json;
using Confluent.Kafka;

namespace PaDeNer.EndToEnd.Tests.Delivery;

/// <summary>Compares what came out with what went in.</summary>
internal static class DeliveryCheck
{
    /// <summary>Every document has its result, under its key, with its headers.</summary>
    /// <returns>How many results came more than once.</returns>
    public static int Results(Feed feed, IReadOnlyList<ConsumeResult<byte[]?, byte[]?>> results)
    {
        Dictionary<string, FeedRecord> expected = feed.Documents.ToDictionary(Feed.Id);
        HashSet<string> seen = [];
        foreach (ConsumeResult<byte[]?, byte[]?> result in results)
        {
            using JsonDocument json = JsonDocument.Parse(result.Message.Value);
            string id = json.RootElement.GetProperty("id").GetString()!;
            Assert.True(expected.TryGetValue(id, out FeedRecord? record), $"{id} was never sent.");
            seen.Add(id);
            Assert.Equal(record.Key, Encoding.UTF8.GetString(result.Message.Key!));
            Assert.Equal(Feed.TraceParent(record), Encoding.UTF8.GetString(result.Message.Headers.GetLastBytes("traceparent")));
            Assert.Equal(record.Number, json.RootElement.GetProperty("metadata").GetProperty("number").GetInt32());
            Assert.Equal("documents", json.RootElement.GetProperty("source").GetProperty("topic").GetString());
            using JsonDocument sent = JsonDocument.Parse(record.Value);
            Grounded(sent.RootElement.GetProperty("text").GetString()!, json.RootElement);
        }

        Assert.Empty(expected.Keys.Except(seen));
        return results.Count - seen.Count;
    }

    /// <summary>Results of a key come in the order in which its documents were sent; a daemon that was killed may start over from where it had committed.</summary>
    public static void OrderPerKey(IReadOnlyList<ConsumeResult<byte[]?, byte[]?>> results, int kills)
    {
        foreach (IGrouping<string, ConsumeResult<byte[]?, byte[]?>> key in results.GroupBy(static one => Encoding.UTF8.GetString(one.Message.Key!)))
        {
            int highest = -1, previous = -1, startedOver = 0;
            foreach (int number in key.Select(Number))
            {
                // A step back is allowed once for each kill, and then everything comes again without a gap up to where it had been.
                startedOver += number <= previous ? 1 : 0;
                previous = number;
                highest = Math.Max(highest, number);
            }

            Assert.True(startedOver <= kills, $"Results of {key.Key} went back {startedOver} times, the daemon was killed {kills} times.");
            Assert.Single(key.Select(static one => one.Partition.Value).Distinct());
            int[] firsts = [.. key.Select(Number).Distinct()];
            Assert.Equal(firsts.Order(), firsts);
        }
    }

    /// <summary>Every record that cannot be processed is a dead letter, byte for byte, with the reason; nothing else is.</summary>
    /// <returns>How many dead letters came more than once.</returns>
    public static int DeadLetters(Feed feed, IReadOnlyList<ConsumeResult<byte[]?, byte[]?>> letters)
    {
        Dictionary<string, FeedRecord> expected = feed.Poisons.ToDictionary(Feed.TraceParent);
        HashSet<string> seen = [];
        foreach (ConsumeResult<byte[]?, byte[]?> letter in letters)
        {
            string trace = Encoding.UTF8.GetString(letter.Message.Headers.GetLastBytes("traceparent"));
            Assert.True(expected.TryGetValue(trace, out FeedRecord? record), $"{trace} should have been a result.");
            seen.Add(trace);
            Assert.Equal(record.Value, letter.Message.Value);
            Assert.Equal(record.Key, Encoding.UTF8.GetString(letter.Message.Key!));
            Assert.Equal(record.Fault, Encoding.UTF8.GetString(letter.Message.Headers.GetLastBytes("padener-fault")));
            Assert.NotEmpty(letter.Message.Headers.GetLastBytes("padener-detail"));
            Assert.Equal("documents", Encoding.UTF8.GetString(letter.Message.Headers.GetLastBytes("padener-source-topic")));
        }

        Assert.Empty(expected.Keys.Except(seen));
        return letters.Count - seen.Count;
    }

    private static int Number(ConsumeResult<byte[]?, byte[]?> result)
    {
        using JsonDocument json = JsonDocument.Parse(result.Message.Value);
        return json.RootElement.GetProperty("metadata").GetProperty("number").GetInt32();
    }

    private static void Grounded(string text, JsonElement result)
    {
        foreach (JsonElement entity in result.GetProperty("entities").EnumerateArray())
        {
            // The feed's text has no characters beyond the basic plane, so code points are chars.
            (int start, int end) = (entity.GetProperty("start").GetInt32(), entity.GetProperty("end").GetInt32());
            Assert.Equal(text[start..end], entity.GetProperty("text").GetString());
        }
    }
}
