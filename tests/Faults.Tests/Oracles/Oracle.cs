using System.Text.Json;
using Confluent.Kafka;
using PaDeNer.Decoding.Entities;
using PaDeNer.FaultHost.StandIn;
using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Faults.Tests.Oracles;

/// <summary>Compares what came out with what went in. Pure.</summary>
internal static class Oracle
{
    private const int MostTold = 10;

    /// <param name="feed">What went in.</param>
    /// <param name="results">What a read_committed reader saw in the output topic, in order per partition.</param>
    /// <param name="letters">The same of the dead-letter topic.</param>
    /// <param name="order">In which order answers have to be: that of their partition, of their key, or none.</param>
    /// <param name="uncommitted">How many records a read_uncommitted reader saw in both.</param>
    public static Verdict Judge(
        IReadOnlyList<FaultRecord> feed, IReadOnlyList<ConsumeResult<byte[]?, byte[]?>> results, IReadOnlyList<ConsumeResult<byte[]?, byte[]?>> letters, ResultOrder order, int uncommitted)
    {
        Answer[] answers = [.. results.Select(Answer.OfResult), .. letters.Select(Answer.OfDeadLetter)];
        ILookup<int, Answer> byNumber = answers.ToLookup(static one => one.Number);
        HashSet<int> fed = [.. feed.Select(static one => one.Number)];
        List<string> wrong = [.. answers.Where(one => !fed.Contains(one.Number)).Select(static one => $"{one.Number} was never sent")];
        wrong.AddRange(answers.Where(one => fed.Contains(one.Number)).Select(one => Fault(feed[one.Number], one)).OfType<string>());
        return new Verdict(
            feed.Count,
            [.. fed.Where(number => !byNumber.Contains(number)).Order()],
            answers.Length - byNumber.Count,
            byNumber.Count(static one => one.Any(static answer => answer.IsDeadLetter) && one.Any(static answer => !answer.IsDeadLetter)),
            Disorder(answers.Where(static one => !one.IsDeadLetter), feed, order) + Disorder(answers.Where(static one => one.IsDeadLetter), feed, order),
            wrong,
            [.. byNumber.Where(static one => one.Count() > 1).Take(MostTold).Select(Places)],
            uncommitted - answers.Length);
    }

    private static string Places(IGrouping<int, Answer> answers) => $"record {answers.Key} of {answers.First().SourcePartition}/{answers.First().SourceOffset} at "
        + string.Join(" and ", answers.Select(static one => $"{one.Record.TopicPartitionOffset} {one.Record.Message.Timestamp.UtcDateTime:HH:mm:ss.fff}"));

    // Of each record the first answer: what was answered twice comes again later, which is counted elsewhere.
    private static int Disorder(IEnumerable<Answer> answers, IReadOnlyList<FaultRecord> feed, ResultOrder order)
    {
        int disorder = 0;
        HashSet<int> seen = [];
        Dictionary<(int Output, int Source), long> offsets = [];
        Dictionary<string, int> keys = [];
        foreach (Answer answer in answers.Where(one => one.Number < feed.Count && seen.Add(one.Number)))
        {
            (int, int) place = (answer.Record.Partition.Value, answer.SourcePartition);
            string key = feed[answer.Number].Key;
            bool isBehind = (order == ResultOrder.Partition && answer.SourceOffset <= offsets.GetValueOrDefault(place, -1))
                || (order != ResultOrder.Completion && answer.Number <= keys.GetValueOrDefault(key, -1));
            disorder += isBehind ? 1 : 0;
            offsets[place] = Math.Max(answer.SourceOffset, offsets.GetValueOrDefault(place, -1));
            keys[key] = Math.Max(answer.Number, keys.GetValueOrDefault(key, -1));
        }

        return disorder;
    }

    private static string? Fault(FaultRecord record, Answer answer)
    {
        if (answer.IsDeadLetter)
        {
            string fault = Answer.Header(answer.Record, "padener-fault");
            bool isSame = record.Value is null ? answer.Record.Message.Value is null : answer.Record.Message.Value.AsSpan().SequenceEqual(record.Value);
            return record.Fault is null ? $"{record.Number} is a dead letter ({fault}) and should be a result"
                : fault != record.Fault ? $"{record.Number} is a dead letter for {fault}, not {record.Fault}"
                : isSame ? null : $"{record.Number} is a dead letter with other bytes";
        }

        return record.Text is null ? $"{record.Number} is a result and should be a dead letter"
            : Entities(answer.Record.Message.Value!) == Entities(StandInModel.Entities(record.Text).Entities) ? null
            : $"{record.Number} has the entities of another text";
    }

    private static string Entities(byte[] value)
    {
        using JsonDocument json = JsonDocument.Parse(value);
        return string.Join(';', json.RootElement.GetProperty("entities").EnumerateArray().Select(static one =>
            $"{one.GetProperty("label").GetString()} {one.GetProperty("start").GetInt32()} {one.GetProperty("text").GetString()}"));
    }

    private static string Entities(IReadOnlyList<Entity> entities) =>
        string.Join(';', entities.Select(static one => $"{one.Label.Name} {one.Span!.Value.Start} {one.Text}"));
}
