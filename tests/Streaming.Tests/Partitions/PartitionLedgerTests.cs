using PaDeNer.Batching.Admission;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Tests.Partitions;

public sealed class PartitionLedgerTests
{
    [Fact]
    public void Results_wait_for_the_ones_before_them()
    {
        PartitionLedger ledger = new();
        LedgerEntry first = Entry(10), second = Entry(11), third = Entry(12);
        Receive(ledger, first, second, third);

        second.Finish(Given.Found(second.Ticket));
        Assert.Empty(ledger.Release());
        first.Finish(Given.Found(first.Ticket));
        Assert.Equal([10, 11], ledger.Release().Select(static entry => entry.Offset));
        Assert.Empty(ledger.Release());
        Assert.Equal(3, ledger.InFlight);
    }

    [Fact]
    public void Gaps_between_offsets_hold_nothing_up()
    {
        PartitionLedger ledger = new();
        LedgerEntry first = Entry(3), second = Entry(700);
        Receive(ledger, first, second);
        first.Finish(Given.Found(first.Ticket));
        second.Finish(Given.Found(second.Ticket));

        Assert.Equal([3, 700], ledger.Release().Select(static entry => entry.Offset));
        Assert.Equal(2, ledger.Commit(701).Count);
        Assert.Null(ledger.Oldest);
    }

    [Fact]
    public void A_document_ends_once()
    {
        LedgerEntry entry = Entry(1);
        entry.Finish(Given.Found(entry.Ticket));
        Assert.Throws<InvalidOperationException>(() => entry.Finish(Given.Faulted(entry.Ticket)));
    }

    [Fact]
    public void Offsets_only_rise_within_an_epoch()
    {
        PartitionLedger ledger = new();
        ledger.Receive(Entry(5));
        Assert.Throws<InvalidOperationException>(() => ledger.Receive(Entry(5)));
    }

    [Fact]
    public void A_watermark_beyond_the_finished_prefix_is_refused()
    {
        PartitionLedger ledger = new();
        ledger.Receive(Entry(5));
        Assert.Throws<InvalidOperationException>(() => ledger.Commit(6));
    }

    private static LedgerEntry Entry(long offset) => new(new JobTicket(offset), Given.Record(offset), offset);

    private static void Receive(PartitionLedger ledger, params LedgerEntry[] entries) => Array.ForEach(entries, ledger.Receive);
}
