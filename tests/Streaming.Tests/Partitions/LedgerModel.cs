using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Tests.Partitions;

/// <summary>The ledger as a list that is searched from the front each time: slow and plainly right.</summary>
internal sealed class LedgerModel(ResultOrder order = ResultOrder.Partition)
{
    private readonly List<Row> _rows = [];

    public IReadOnlyList<long> Unfinished => [.. _rows.Where(static row => !row.Finished).Select(static row => row.Ticket)];

    public int InFlight => _rows.Count;

    public void Receive(long ticket, int partition, long offset, int? key = null) => _rows.Add(new Row(ticket, partition, offset, key));

    public void Forget(int partition) => _rows.RemoveAll(row => row.Partition == partition);

    public bool Knows(long ticket) => _rows.Exists(row => row.Ticket == ticket);

    public IReadOnlyList<long> Finish(long ticket)
    {
        Row done = _rows.Single(row => row.Ticket == ticket);
        done.Finished = true;
        List<long> released = [];
        foreach (Row row in _rows.Where(row => row.Partition == done.Partition).OrderBy(static row => row.Offset))
        {
            if (row.Finished && !row.Released && _rows.TrueForAll(other => other.Finished || !row.WaitsFor(other, order)))
            {
                row.Released = true;
                released.Add(row.Offset);
            }
        }

        return released;
    }

    public long? ReleasedUpTo(int partition) =>
        _rows.Where(row => row.Partition == partition && row.Released).Select(static row => (long?)row.Offset + 1).Max();

    public void Commit(int partition, long next, Func<long, bool>? isWritten = null) =>
        _rows.RemoveAll(row => row.Partition == partition && (row.Offset < next || (order != ResultOrder.Partition && isWritten?.Invoke(row.Offset) == true)));

    public void Halt(int partition, long offset) => _rows.RemoveAll(row => row.Partition == partition && row.Offset >= offset);

    public long? FirstUncommitted(int partition) => _rows.Where(row => row.Partition == partition).Select(static row => (long?)row.Offset).Min();

    private sealed class Row(long ticket, int partition, long offset, int? key)
    {
        public bool WaitsFor(Row other, ResultOrder order) => other.Partition == Partition && other.Offset < Offset
            && (order == ResultOrder.Partition || (order == ResultOrder.Key && Key is not null && other.Key == Key));

        public int? Key { get; } = key;

        public long Ticket { get; } = ticket;

        public int Partition { get; } = partition;

        public long Offset { get; } = offset;

        public bool Finished { get; set; }

        public bool Released { get; set; }
    }
}
