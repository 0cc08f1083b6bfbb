using PaDeNer.Batching.Admission;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Records;
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

        Assert.Empty(Finish(ledger, second));
        Assert.Equal([10, 11], Finish(ledger, first));
        Assert.Equal(3, ledger.InFlight);
    }

    [Fact]
    public void Gaps_between_offsets_hold_nothing_up()
    {
        PartitionLedger ledger = new();
        LedgerEntry first = Entry(3), second = Entry(700);
        Receive(ledger, first, second);
        Assert.Equal([3], Finish(ledger, first));
        Assert.Equal([700], Finish(ledger, second));
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

    [Fact]
    public void What_has_finished_is_told_with_the_latest_leader_epoch_that_was_read_and_an_earlier_or_unknown_one_changes_nothing()
    {
        PartitionLedger ledger = new(ResultOrder.Completion);
        ledger.Receive(Entry(0));
        foreach ((int offset, int? told, int? known) in (ReadOnlySpan<(int, int?, int?)>)[(1, null, null), (2, 0, 0), (3, 3, 3), (4, null, 3), (5, 2, 3), (6, 4, 4)])
        {
            LedgerEntry entry = new(new JobTicket(offset), Given.Record(offset) with { LeaderEpoch = told }, offset);
            ledger.Receive(entry);
            Assert.Equal(known, ledger.Progress(Tickets(entry), int.MaxValue).Finished!.LeaderEpoch);
        }
    }

    [Fact]
    public void A_watermark_moves_what_is_committed_if_it_lies_beyond_it_or_beyond_where_reading_began()
    {
        PartitionLedger ledger = new();
        LedgerEntry first = Entry(5), second = Entry(6);
        Receive(ledger, first, second);
        Assert.Equal((false, true), (ledger.IsMovedBy(5), ledger.IsMovedBy(6)));
        Assert.Equal([5], Finish(ledger, first));
        ledger.Commit(6);
        Assert.Equal((6, false, true), (ledger.CommittedTo, ledger.IsMovedBy(6), ledger.IsMovedBy(7)));
    }

    [Fact]
    public void What_it_halts_in_front_of_keeps_the_time_of_its_record()
    {
        PartitionLedger ledger = new();
        foreach (int offset in (int[])[5, 6, 7])
        {
            ledger.Receive(new LedgerEntry(new JobTicket(offset), Given.Record(offset, timestamp: 1000 + offset), offset));
        }

        Assert.Equal([6, 7], ledger.Halt(new HaltedPartition(new SourcePosition(Given.Partition(), 6, new AssignmentEpoch(1)), "too large")).Select(static one => one.Offset));
        Assert.Equal(1006, ledger.HaltedTimestamp);
        ledger.Halt(new HaltedPartition(new SourcePosition(Given.Partition(), 5, new AssignmentEpoch(1)), "too large"));
        Assert.Equal(1005, ledger.HaltedTimestamp);
    }

    [Fact]
    public void With_order_by_key_results_wait_for_those_of_their_key_and_without_a_key_for_none()
    {
        PartitionLedger ledger = new(ResultOrder.Key);
        LedgerEntry first = Entry(1, [7]), other = Entry(2, [8]), second = Entry(3, [7]), keyless = Entry(4), third = Entry(5, [7]);
        Receive(ledger, first, other, second, keyless, third);
        Assert.Empty(Finish(ledger, second));
        Assert.Equal([4], Finish(ledger, keyless));
        Assert.Equal([2], Finish(ledger, other));
        Assert.Equal([1, 3], Finish(ledger, first));
        Assert.Equal([5], Finish(ledger, third));
    }

    [Fact]
    public void What_is_finished_past_the_first_record_that_is_not_is_remembered_in_runs()
    {
        PartitionLedger ledger = new(ResultOrder.Completion);
        LedgerEntry[] entries = [.. new long[] { 10, 12, 13, 14, 20, 21 }.Select(static offset => Entry(offset))];
        Receive(ledger, entries);
        Assert.Equal([13], Finish(ledger, entries[2]));
        Assert.Equal([20], Finish(ledger, entries[4]));

        PartitionProgress progress = ledger.Progress(Tickets(entries[2], entries[4]), 1000);
        Assert.Equal(10, progress.NextOffset);
        Assert.Equal([new OffsetRun(13, 14), new OffsetRun(15, 21)], progress.Finished!.Runs);

        entries[2].IsWritten = entries[4].IsWritten = true;
        Assert.Equal([13, 20], ledger.Commit(10).Select(static one => one.Offset));
        Assert.Equal(4, ledger.InFlight);
        Assert.Equal(progress.Finished.Runs, ledger.Progress(Tickets(), 1000).Finished!.Runs);

        // The head and all behind it: the offset moves over what was finished before.
        Finish(ledger, entries[0]);
        Finish(ledger, entries[1]);
        progress = ledger.Progress(Tickets(entries[0], entries[1]), 1000);
        Assert.Equal((14, 1), (progress.NextOffset, progress.Finished!.Runs.Count));
        Finish(ledger, entries[3]);
        Finish(ledger, entries[5]);
        Assert.Equal(22, ledger.Progress(Tickets(entries[0], entries[1], entries[3], entries[5]), 1000).NextOffset);
    }

    [Fact]
    public void What_an_earlier_owner_had_finished_is_passed_and_kept_in_mind_until_the_offset_is_beyond_it()
    {
        PartitionLedger ledger = new(ResultOrder.Completion);
        ledger.Learn(FinishedOffsets.Of([new OffsetRun(6, 9), new OffsetRun(11, 30)], null));
        LedgerEntry first = Entry(5), late = Entry(9);
        ledger.Receive(first);
        Assert.Equal([new OffsetRun(6, 9), new OffsetRun(11, 30)], ledger.Progress(Tickets(), 1000).Finished!.Runs);
        ledger.Skip(7);
        ledger.Receive(late);
        Finish(ledger, first);
        PartitionProgress progress = ledger.Progress(Tickets(first), 1000);
        Assert.Equal(9, progress.NextOffset);
        Assert.Equal([new OffsetRun(11, 30)], progress.Finished!.Runs);
        Finish(ledger, late);
        Assert.Equal(10, ledger.Progress(Tickets(first, late), 1000).NextOffset);
    }

    [Fact]
    public void What_an_earlier_owner_had_finished_is_forgotten_where_a_later_leader_wrote_other_records()
    {
        PartitionLedger ledger = new(ResultOrder.Completion);
        ledger.Learn(FinishedOffsets.Of([new OffsetRun(6, 9)], 3));
        ledger.Receive(new LedgerEntry(new JobTicket(1), Given.Record(5) with { LeaderEpoch = 3 }, 0));
        Assert.Single(ledger.Progress(Tickets(), 1000).Finished!.Runs);
        ledger.Receive(new LedgerEntry(new JobTicket(2), Given.Record(6) with { LeaderEpoch = 4 }, 0));
        Assert.Empty(ledger.Progress(Tickets(), 1000).Finished!.Runs);
    }

    [Fact]
    public void Where_there_is_no_room_to_remember_more_only_what_lies_in_front_of_all_others_may_leave()
    {
        PartitionLedger ledger = new(ResultOrder.Completion);
        LedgerEntry[] entries = [.. Enumerable.Range(0, 40).Select(static offset => Entry(offset))];
        Receive(ledger, entries);
        LedgerEntry[] odd = [.. entries.Where(static one => one.Offset % 2 == 1), entries[0]];
        Array.ForEach(odd, one => Finish(ledger, one));
        Assert.True(ledger.Progress(Tickets(odd), 200).IsWhole);
        PartitionProgress progress = ledger.Progress(Tickets(odd), 50);
        Assert.Equal((false, 2), (progress.IsWhole, progress.NextOffset));
        Assert.Empty(progress.Finished!.Runs);
    }

    [Fact]
    public void A_halt_out_of_order_lets_what_lies_before_it_go_on_and_remembers_what_lies_behind_it()
    {
        PartitionLedger ledger = new(ResultOrder.Completion);
        LedgerEntry[] entries = [.. Enumerable.Range(0, 8).Select(static offset => Entry(offset))];
        Receive(ledger, entries);
        Array.ForEach(entries, one => Finish(ledger, one));
        entries[6].IsWritten = true;
        ledger.Commit(0);
        Assert.Equal([4L, 5, 7], ledger.Halt(new HaltedPartition(entries[4].Record.Position, "large")).Select(static one => one.Offset));
        PartitionProgress progress = ledger.Progress(Tickets(entries[..4]), 1000);
        Assert.Equal(4, progress.NextOffset);
        Assert.Equal([new OffsetRun(6, 7)], progress.Finished!.Runs);
        Assert.Equal([2L, 3], ledger.Halt(new HaltedPartition(entries[2].Record.Position, "large")).Select(static one => one.Offset));
        Assert.Equal(2, ledger.Progress(Tickets(entries[..2]), 1000).NextOffset);
    }

    private static HashSet<JobTicket> Tickets(params LedgerEntry[] entries) => [.. entries.Select(static one => one.Ticket)];

    private static IEnumerable<long> Finish(PartitionLedger ledger, LedgerEntry entry)
    {
        ledger.Finish(entry, Given.Found(entry.Ticket));
        return ledger.Release(entry).Select(static one => one.Offset);
    }

    private static LedgerEntry Entry(long offset, byte[]? key = null) => new(new JobTicket(offset), Given.Record(offset, key: key), offset);

    private static void Receive(PartitionLedger ledger, params LedgerEntry[] entries) => Array.ForEach(entries, ledger.Receive);
}
