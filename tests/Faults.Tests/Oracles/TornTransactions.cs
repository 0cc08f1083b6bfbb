using System.Globalization;

namespace PaDeNer.Faults.Tests.Oracles;

/// <summary>
/// Transactions that the broker has torn: ended, as their coordinator says, and open for ever in a partition of the output. Which a lone broker does
/// (docs/reliability.md), and no client can know or mend.
/// </summary>
internal static class TornTransactions
{
    /// <summary>Looks for them with Kafka's own tool: what is open before and after its coordinator has called it ended.</summary>
    /// <returns>What was found, for people; null where nothing was.</returns>
    public static async Task<string?> FindAsync(ApacheKafka broker, string topic, int partitions)
    {
        List<Open> before = await OpenAsync(broker, topic, partitions);
        // TransactionalId, Coordinator, ProducerId, TransactionState.
        Dictionary<string, string> states = Rows(await broker.ToolAsync("transactions", "list"), columns: 4, producer: 2).ToDictionary(static row => row[2], static row => row[3]);
        string[] torn =
        [
            .. from one in before.Intersect(await OpenAsync(broker, topic, partitions))
               let state = states.GetValueOrDefault(one.Producer)
               where state is "CompleteCommit" or "CompleteAbort" or "Empty"
               select $"producer {one.Producer}, epoch {one.Epoch}: open in partition {one.Partition} from offset {one.From}, {state} by its coordinator",
        ];
        return torn.Length > 0 ? string.Join("; ", torn) : null;
    }

    private static async Task<List<Open>> OpenAsync(ApacheKafka broker, string topic, int partitions)
    {
        // ProducerId, ProducerEpoch, LatestCoordinatorEpoch, LastSequence, LastTimestamp, CurrentTransactionStartOffset.
        List<Open> open = [];
        for (int number = 0; number < partitions; number++)
        {
            string partition = number.ToString(CultureInfo.InvariantCulture);
            string told = await broker.ToolAsync("transactions", "describe-producers", "--topic", topic, "--partition", partition);
            open.AddRange(Rows(told, columns: 6, producer: 0).Where(static row => row[5] != "None").Select(row => new Open(row[0], row[1], partition, row[5])));
        }

        return open;
    }

    // The rows of a table, without its headings and whatever else the tool says: a producer's id is a number.
    private static IEnumerable<string[]> Rows(string table, int columns, int producer) =>
        table.Split('\n').Select(static line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(row => row.Length == columns && row[producer].All(char.IsAsciiDigit));

    /// <summary>A transaction that is open in a partition.</summary>
    private sealed record Open(string Producer, string Epoch, string Partition, string From);
}
