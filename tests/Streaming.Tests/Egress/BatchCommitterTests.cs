using Microsoft.Extensions.Logging.Abstractions;
using PaDeNer.Batching.Admission;
using PaDeNer.Streaming.Egress;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Tests.Egress;

public sealed class BatchCommitterTests
{
    private readonly Assignment _assignment = new();
    private readonly RecordingSink _sink = new();
    private readonly RecordingObserver _observer = new();
    private readonly PendingBatch _batch = new();
    private readonly BatchCommitter _committer;

    public BatchCommitterTests()
    {
        _committer = new BatchCommitter(_sink, _assignment, _observer, TimeProvider.System, NullLogger.Instance);
        _assignment.Assign([Given.Partition(0), Given.Partition(1)]);
    }

    [Fact]
    public async Task A_batch_carries_the_last_watermark_of_each_partition()
    {
        Add(Given.Record(4), Given.Record(5), Given.Record(9, 1, 2));
        Assert.Equal(0, await CommitAsync());
        CommitBatch batch = Assert.Single(_sink.Batches);
        Assert.Equal(3, batch.Records.Count);
        Assert.Equal([(0, 6L), (1, 10L)], batch.Watermarks.Select(static mark => (mark.Partition.Number, mark.NextOffset)));
        Assert.Equal(0, _assignment.Ledger.Load.Records);
        Assert.True(_batch.IsEmpty);
        Assert.Contains("published 0", _observer.Heard);
    }

    [Fact]
    public async Task Results_of_an_ended_assignment_are_not_published()
    {
        Add(Given.Record(4), Given.Record(9, 1, 2));
        _assignment.Drop([Given.Partition(1)]);
        await CommitAsync();
        CommitBatch batch = Assert.Single(_sink.Batches);
        Assert.Single(batch.Records);
        Assert.Equal(0, Assert.Single(batch.Watermarks).Partition.Number);
        Assert.Contains("voided 1", _observer.Heard);
    }

    [Fact]
    public async Task A_deferred_watermark_is_committed_again_without_its_records()
    {
        _sink.Answers(RecordingSink.Defers);
        Add(Given.Record(4));
        Assert.Equal(1, await CommitAsync());
        Assert.Equal(1, _assignment.Ledger.Load.Records);
        Assert.Equal(0, await CommitAsync());
        Assert.Empty(_sink.Batches[1].Records);
        Assert.Equal(5, Assert.Single(_sink.Batches[1].Watermarks).NextOffset);
        Assert.Equal(0, _assignment.Ledger.Load.Records);
        Assert.Equal(0, await CommitAsync());
        Assert.Equal(2, _sink.Batches.Count);
    }

    [Fact]
    public async Task A_deferred_watermark_of_an_ended_assignment_is_forgotten()
    {
        _sink.Answers(RecordingSink.Defers);
        Add(Given.Record(4));
        await CommitAsync();
        _assignment.Assign([Given.Partition(0)]);
        Assert.Equal(0, await CommitAsync());
        Assert.Single(_sink.Batches);
    }

    [Fact]
    public async Task A_result_too_large_for_the_topic_becomes_a_dead_letter_before_its_watermark_moves()
    {
        _sink.Answers(static batch => new CommitResult([], [], [new RejectedRecord(batch.Records[1], "too large")]));
        Add(Given.Record(4, value: [1]), Given.Record(5, value: [2]), Given.Record(6, value: [3]));
        Assert.Equal(0, await CommitAsync());
        SinkRecord letter = Assert.Single(_sink.Batches[1].Records);
        Assert.Equal(SinkTopic.DeadLetter, letter.Topic);
        Assert.Equal([2], letter.Value!);
        Assert.Equal("result_too_large", RecordHeaders.FindText(letter.Headers, "padener-fault"));
        Assert.Equal("publishing", RecordHeaders.FindText(letter.Headers, "padener-component"));
        Assert.Equal(7, Assert.Single(_sink.Batches[1].Watermarks).NextOffset);
        Assert.Equal(0, _assignment.Ledger.Load.Records);
        Assert.Equal(["dead-lettered result_too_large"], _observer.Heard.Where(static one => one.StartsWith("dead", StringComparison.Ordinal)));
        Assert.Equal(2, _observer.Heard.Count(static one => one == "published 0"));
    }

    [Fact]
    public async Task A_dead_letter_that_is_not_taken_halts_its_partition_in_front_of_it_and_others_go_on()
    {
        _sink.Answers(static batch => new CommitResult([], [], [new RejectedRecord(batch.Records[1], "too large")]));
        _sink.Answers(static batch => new CommitResult([], [], [new RejectedRecord(batch.Records[0], "too large as well")]));
        Add(Given.Record(4), Given.Record(5), Given.Record(6), Given.Record(9, 1, 2));
        JobTicket waiting = _assignment.Receive(Given.Record(7), 0)!.Value;

        Assert.Equal(0, await CommitAsync());

        Assert.Equal(3, _sink.Batches.Count);
        Assert.Empty(_sink.Batches[2].Records);
        Assert.Equal([(0, 5L), (1, 10L)], _sink.Batches[2].Watermarks.Select(static mark => (mark.Partition.Number, mark.NextOffset)));
        Assert.Equal(1, _assignment.Ledger.Halted);
        HaltedPartition halt = _assignment.Ledger.Look(First).Halted!;
        Assert.Equal(5, halt.Position.Offset);
        Assert.Equal("too large as well", halt.Reason);
        Assert.Equal(new LedgerLoad(0, 0), _assignment.Ledger.Load);
        Assert.Equal(5, _assignment.Ledger.FirstUncommitted(First));
        Assert.Null(_assignment.Receive(Given.Record(8), 0));
        Assert.False(_assignment.Ledger.TryFinish(Given.Found(waiting), out _));
        Assert.Contains("voided 2", _observer.Heard);
        Assert.Equal(2, _observer.Heard.Count(static one => one == "published 0"));

        _assignment.Assign([Given.Partition(0)]);
        Assert.Equal(0, _assignment.Ledger.Halted);
        Assert.NotNull(_assignment.Receive(Given.Record(5, epoch: 3), 0));
    }

    [Fact]
    public async Task What_was_sent_is_told_by_topic_and_a_replaced_result_counts_as_a_fault()
    {
        _sink.Answers(static batch => new CommitResult([], [], [new RejectedRecord(batch.Records[1], "too large")]));
        Add(Given.Record(4), Given.Record(5), Given.Record(6));
        await CommitAsync();
        Assert.Equal(["sent 2 to Output", "sent 1 to DeadLetter"], _observer.Heard.Where(static one => one.StartsWith("sent", StringComparison.Ordinal)));
        Assert.Equal(["completed 1", "completed 2 result_too_large", "completed 3"], _observer.Heard.Where(static one => one.StartsWith("completed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_sink_of_all_or_nothing_gets_the_whole_batch_again_with_what_takes_a_rejected_records_place()
    {
        _sink.IsAtomic = true;
        _sink.Answers(static batch => new CommitResult([], [], [new RejectedRecord(batch.Records[1], "too large")]));
        Add(Given.Record(4, value: [1]), Given.Record(5, value: [2]), Given.Record(6, value: [3]));
        Assert.Equal(0, await CommitAsync());
        Assert.Equal([SinkTopic.Output, SinkTopic.DeadLetter, SinkTopic.Output], _sink.Batches[1].Records.Select(static one => one.Topic));
        Assert.Equal(["sent 2 to Output", "sent 1 to DeadLetter"], _observer.Heard.Where(static one => one.StartsWith("sent", StringComparison.Ordinal)));
        Assert.Equal(0, _assignment.Ledger.Load.Records);
    }

    [Fact]
    public async Task A_sink_of_all_or_nothing_gets_nothing_of_what_lies_behind_a_halt()
    {
        _sink.IsAtomic = true;
        _sink.Answers(static batch => new CommitResult([], [], [new RejectedRecord(batch.Records[1], "too large")]));
        _sink.Answers(static batch => new CommitResult([], [], [new RejectedRecord(batch.Records[1], "too large as well")]));
        Add(Given.Record(4, value: [4]), Given.Record(5, value: [5]), Given.Record(6, value: [6]), Given.Record(9, 1, 2, value: [9]));
        Assert.Equal(0, await CommitAsync());
        Assert.Equal([4, 9], _sink.Batches[2].Records.Select(static one => (int)one.Value![0]));
        Assert.Equal([(0, 5L), (1, 10L)], _sink.Batches[2].Watermarks.Select(static mark => (mark.Partition.Number, mark.NextOffset)));
        Assert.Equal(1, _assignment.Ledger.Halted);
    }

    [Fact]
    public async Task What_is_taken_away_while_a_sink_of_all_or_nothing_refuses_is_left_out_at_once()
    {
        _sink.IsAtomic = true;
        _sink.Answers(batch =>
        {
            _assignment.Drop([Given.Partition(1)]);
            return RecordingSink.Defers(batch);
        });
        Add(Given.Record(4, value: [4]), Given.Record(9, 1, 2, value: [9]));
        Assert.Equal(0, await CommitAsync());
        Assert.Equal([4], _sink.Batches[1].Records.Select(static one => (int)one.Value![0]));
        Assert.Contains("voided 1", _observer.Heard);
    }

    private AssignedPartition First => _assignment.Find(Given.Partition(0))!;

    private Task<int> CommitAsync() => _committer.CommitAsync(_batch, TestContext.Current.CancellationToken);

    private void Add(params SourceRecord[] records)
    {
        foreach (SourceRecord record in records)
        {
            JobTicket ticket = _assignment.Receive(record, 0)!.Value;
            Assert.True(_assignment.Ledger.TryFinish(Given.Found(ticket), out IReadOnlyList<FinishedRecord> released));
            foreach (FinishedRecord finished in released)
            {
                _batch.Add(new PendingResult(finished, new SinkRecord(SinkTopic.Output, finished.Record.Key, finished.Record.Value, [])));
            }
        }
    }
}
