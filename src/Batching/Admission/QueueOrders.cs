namespace PaDeNer.Batching.Admission;

/// <summary>The names that configuration has for orders of the queue.</summary>
public static class QueueOrders
{
    /// <summary>Every order by its name.</summary>
    public static IReadOnlyDictionary<string, QueueOrder> ByName { get; } = new Dictionary<string, QueueOrder>(StringComparer.Ordinal)
    {
        ["late-last"] = QueueOrder.LateLast,
        ["earliest-deadline"] = QueueOrder.EarliestDeadline,
        ["arrival-order"] = QueueOrder.Arrival,
    };

    /// <summary>The name of an order.</summary>
    public static string NameOf(QueueOrder order) => ByName.First(named => named.Value == order).Key;
}
