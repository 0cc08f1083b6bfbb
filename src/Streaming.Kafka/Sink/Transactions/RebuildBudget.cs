namespace PaDeNer.Streaming.Kafka.Sink.Transactions;

/// <summary>How often in a while a producer may be fenced before it gives up: two daemons with one id would fence each other for ever. One thread.</summary>
/// <param name="most">So often; once more is too often.</param>
/// <param name="within">In this time.</param>
/// <param name="time">Measures it.</param>
internal sealed class RebuildBudget(int most, TimeSpan within, TimeProvider time)
{
    private readonly Queue<long> _spent = new();

    /// <summary>Notes one.</summary>
    /// <returns>False where it is one too many.</returns>
    public bool Spend()
    {
        while (_spent.TryPeek(out long earlier) && time.GetElapsedTime(earlier) > within)
        {
            _spent.Dequeue();
        }

        _spent.Enqueue(time.GetTimestamp());
        return _spent.Count <= most;
    }
}
