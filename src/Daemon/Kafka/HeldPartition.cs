using PaDeNer.Daemon.Streams;

namespace PaDeNer.Daemon.Kafka;

/// <summary>A partition under one assignment. Written on the poll thread, but for <see cref="Committed"/>.</summary>
/// <param name="epoch">The assignment.</param>
/// <param name="nextRead">The next offset to be read; null where it is not known yet.</param>
internal sealed class HeldPartition(AssignmentEpoch epoch, long? nextRead)
{
    private const long None = -1;

    private long _uncommittedFrom = nextRead ?? None;

    /// <summary>The assignment.</summary>
    public AssignmentEpoch Epoch { get; } = epoch;

    /// <summary>The next offset to be read; null where it is not known yet. Poll thread only.</summary>
    public long? NextRead { get; private set; } = nextRead;

    /// <summary>No record below it is uncommitted; null where nothing was read.</summary>
    public long? UncommittedFrom => Interlocked.Read(ref _uncommittedFrom) is >= 0 and long from ? from : null;

    /// <summary>Notes that a record was read.</summary>
    public void Read(long offset)
    {
        NextRead = offset + 1;
        Interlocked.CompareExchange(ref _uncommittedFrom, offset, None);
    }

    /// <summary>Notes where reading is going to start.</summary>
    public void Expect(long offset) => NextRead = offset;

    /// <summary>Notes what is committed. From any thread.</summary>
    public void Committed(long nextOffset) => Interlocked.Exchange(ref _uncommittedFrom, nextOffset);
}
