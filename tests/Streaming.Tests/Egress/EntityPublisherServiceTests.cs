using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Streaming.Egress;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Tests.Egress;

public sealed class EntityPublisherServiceTests : IDisposable
{
    private readonly Channel<JobOutcome> _outcomes = Channel.CreateBounded<JobOutcome>(100);
    private readonly Assignment _assignment = new();
    private readonly RecordingSink _sink = new();
    private readonly StreamDrain _drain = new();
    private readonly CommitRequests _commits = new();
    private readonly RecordingObserver _observer = new();
    private readonly EntityPublisherService _service;

    public EntityPublisherServiceTests()
    {
        _assignment.Assign([Given.Partition()]);
        _service = Service(new EgressOptions { CloseTimeout = TimeSpan.FromMilliseconds(300) });
    }

    private EntityPublisherService Service(EgressOptions options) => new(
        _outcomes.Reader,
        _sink,
        _assignment,
        new ResultContext(Given.Model, "1"),
        _observer,
        _drain,
        _commits,
        Options.Create(options),
        TimeProvider.System,
        NullLogger<EntityPublisherService>.Instance);

    [Fact]
    public async Task Results_leave_in_input_order_and_the_watermark_follows_the_finished_prefix()
    {
        await _service.StartAsync(TestContext.Current.CancellationToken);
        JobTicket[] tickets = Receive(4);
        Write(tickets[2], tickets[1]);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Empty(_sink.Batches);
        Write(tickets[0]);
        await Eventually.HoldsAsync(() => _sink.Watermark(0) == 3, "three are committed");
        Assert.Equal([0, 1, 2], Offsets());
        Write(tickets[3]);
        await Eventually.HoldsAsync(() => _sink.Watermark(0) == 4, "four are committed");
    }

    [Fact]
    public async Task It_ends_when_no_more_outcomes_come_and_only_then_lets_the_source_close()
    {
        await _service.StartAsync(TestContext.Current.CancellationToken);
        JobTicket[] tickets = Receive(2);
        Write(tickets[0]);
        Task stop = _service.StopAsync(CancellationToken.None);
        Write(tickets[1]);
        Assert.False(_drain.LastCommitMade.IsCancellationRequested);
        _outcomes.Writer.Complete();
        await stop;
        Assert.True(_drain.LastCommitMade.IsCancellationRequested);
        Assert.Equal(2, _sink.Watermark(0));
    }

    [Fact]
    public async Task When_patience_ends_what_is_finished_is_still_committed()
    {
        await _service.StartAsync(TestContext.Current.CancellationToken);
        JobTicket[] tickets = Receive(3);
        Write(tickets[0], tickets[2]);
        await _service.StopAsync(new CancellationToken(canceled: true));
        Assert.Equal(1, _sink.Watermark(0));
        Assert.Equal(2, _assignment.Ledger.Load.Records);
        Assert.True(_drain.LastCommitMade.IsCancellationRequested);
    }

    [Fact]
    public async Task The_last_commit_is_tried_for_as_long_as_the_host_waits()
    {
        _sink.IsAtomic = true;
        for (int attempt = 0; attempt < 8; attempt++)
        {
            _sink.Answers(RecordingSink.Defers);
        }

        await _service.StartAsync(TestContext.Current.CancellationToken);
        Write(Receive(1));
        _outcomes.Writer.Complete();
        await _service.StopAsync(CancellationToken.None);
        Assert.Equal(9, _sink.Batches.Count);
        Assert.Equal(0, _assignment.Ledger.Load.Records);
    }

    [Fact]
    public async Task A_last_commit_that_nobody_takes_is_left_to_the_next_start_once_the_host_waits_no_more()
    {
        _sink.IsAtomic = true;
        for (int attempt = 0; attempt < 100; attempt++)
        {
            _sink.Answers(RecordingSink.Defers);
        }

        await _service.StartAsync(TestContext.Current.CancellationToken);
        Write(Receive(1));
        _outcomes.Writer.Complete();
        await Eventually.HoldsAsync(() => _sink.Batches.Count > 5, "it is tried again and again");
        Assert.False(_drain.LastCommitMade.IsCancellationRequested);
        await _service.StopAsync(new CancellationToken(canceled: true));
        Assert.True(_drain.LastCommitMade.IsCancellationRequested);
        Assert.InRange(_sink.Batches.Count, 6, 99);
        Assert.Equal(1, _assignment.Ledger.Load.Records);
    }

    [Fact]
    public async Task A_sink_that_hangs_does_not_hold_the_end_up()
    {
        TaskCompletionSource never = new();
        _sink.Gate = never.Task;
        await _service.StartAsync(TestContext.Current.CancellationToken);
        Write(Receive(1));
        await _service.StopAsync(new CancellationToken(canceled: true)).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Empty(_sink.Batches);
        Assert.True(_drain.LastCommitMade.IsCancellationRequested);
    }

    [Fact]
    public async Task A_result_that_cannot_be_written_becomes_a_dead_letter_and_the_stream_goes_on()
    {
        await _service.StartAsync(TestContext.Current.CancellationToken);
        JobTicket[] tickets = Receive(3);
        Assert.True(_outcomes.Writer.TryWrite(Given.Found(tickets[0])));
        Assert.True(_outcomes.Writer.TryWrite(Given.Unwritable(tickets[1])));
        Assert.True(_outcomes.Writer.TryWrite(Given.Found(tickets[2])));

        await Eventually.HoldsAsync(() => _sink.Watermark(0) == 3, "three are committed");

        Assert.Equal([SinkTopic.Output, SinkTopic.DeadLetter, SinkTopic.Output], _sink.Records.Select(static record => record.Topic));

        // Whoever watches is told after the sink.
        await Eventually.HoldsAsync(() => _observer.Heard.Count(static heard => heard == "published 0") == 2, "two are published");
        Assert.Contains("dead-lettered writing_failed", _observer.Heard);
        Assert.False(_service.ExecuteTask!.IsCompleted);
    }

    [Fact]
    public async Task Before_partitions_go_all_that_is_finished_is_committed_at_once()
    {
        _service.Dispose();
        using EntityPublisherService service = Service(new EgressOptions { CommitAge = TimeSpan.FromMinutes(1) });
        await service.StartAsync(TestContext.Current.CancellationToken);
        JobTicket[] tickets = Receive(3);
        Write(tickets[0], tickets[1]);
        Assert.True(await Task.Run(() => _commits.Make(TimeSpan.FromSeconds(30)), TestContext.Current.CancellationToken));
        Assert.Equal(2, _sink.Watermark(0));
        _outcomes.Writer.Complete();
        await service.StopAsync(CancellationToken.None);
        Assert.False(_commits.Make(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Between_the_commit_for_partitions_that_go_and_their_end_nothing_is_written()
    {
        await _service.StartAsync(TestContext.Current.CancellationToken);
        JobTicket[] tickets = Receive(2);
        Write(tickets[0]);
        Assert.True(await Task.Run(
            () => _commits.Make(TimeSpan.FromSeconds(30), () =>
            {
                Write(tickets[1]);
                Thread.Sleep(300);
                _assignment.Drop([Given.Partition()]);
            }),
            TestContext.Current.CancellationToken));
        await Eventually.HoldsAsync(() => _observer.Heard.Contains("voided 1"), "the other is void");
        Assert.Equal([0], Offsets());
    }

    [Fact]
    public async Task Who_asks_for_a_commit_in_vain_has_the_rest_done_all_the_same_and_writing_goes_on()
    {
        await _service.StartAsync(TestContext.Current.CancellationToken);
        JobTicket[] tickets = Receive(1);
        Assert.Throws<InvalidOperationException>(() => _commits.Make(TimeSpan.FromSeconds(30), static () => throw new InvalidOperationException("the rest")));
        bool isDone = false;
        Assert.False(_commits.Make(TimeSpan.Zero, () => isDone = true));
        Assert.True(isDone);
        Write(tickets[0]);
        await Eventually.HoldsAsync(() => _sink.Watermark(0) == 1, "it is committed");
    }

    [Fact]
    public async Task Who_waits_for_a_commit_that_hangs_waits_for_no_longer_than_he_said()
    {
        TaskCompletionSource never = new();
        _sink.Gate = never.Task;
        await _service.StartAsync(TestContext.Current.CancellationToken);
        Write(Receive(1));
        Assert.False(await Task.Run(() => _commits.Make(TimeSpan.FromMilliseconds(50)), TestContext.Current.CancellationToken));
        never.SetResult();
        await Eventually.HoldsAsync(() => _sink.Watermark(0) == 1, "it is committed late");
    }

    [Fact]
    public async Task What_a_sink_of_all_or_nothing_has_not_taken_is_given_again_with_what_has_come_since()
    {
        _sink.IsAtomic = true;
        _sink.Answers(RecordingSink.Defers);
        await _service.StartAsync(TestContext.Current.CancellationToken);
        JobTicket[] tickets = Receive(2);
        Write(tickets[0]);
        await Eventually.HoldsAsync(() => _sink.Batches.Count > 0, "it was tried");
        Write(tickets[1]);
        await Eventually.HoldsAsync(() => _assignment.Ledger.Load.Records == 0, "both are committed");
        Assert.Equal(0, _sink.Batches[1].Records[0].Value![0]);
        Assert.Equal(2, _sink.Watermark(0));
    }

    [Fact]
    public async Task While_a_batch_is_being_committed_the_next_one_is_collected_up_to_its_full_size()
    {
        _service.Dispose();
        using EntityPublisherService service = Service(new EgressOptions { CommitRecords = 250, CommitAge = TimeSpan.Zero });
        TaskCompletionSource commit = new();
        _sink.Gate = commit.Task;
        await service.StartAsync(TestContext.Current.CancellationToken);
        JobTicket[] tickets = Receive(351);
        await _outcomes.Writer.WriteAsync(Given.Faulted(tickets[0]), TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => _outcomes.Reader.Count == 0, "the first is taken");

        // The channel holds 100: 250 more are the next batch.
        foreach (JobTicket ticket in tickets.Skip(1))
        {
            await _outcomes.Writer.WriteAsync(Given.Faulted(ticket), TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        }

        Assert.Equal(100, _outcomes.Reader.Count);
        Assert.Empty(_sink.Batches);
        commit.SetResult();
        await Eventually.HoldsAsync(() => _sink.Watermark(0) == 351, "all are committed");
        Assert.Equal([1, 250], _sink.Batches.Take(2).Select(static batch => batch.Records.Count));
        Assert.Equal(Enumerable.Range(0, 351).Select(static offset => (int)(byte)offset), Offsets());
    }

    [Fact]
    public async Task A_sink_that_cannot_open_ends_the_service_without_a_record()
    {
        _sink.Opening = Task.FromException(new StreamFailureException("not allowed"));
        await _service.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal("not allowed", (await Assert.ThrowsAsync<StreamFailureException>(() => _service.ExecuteTask!)).Message);
    }

    [Fact]
    public async Task A_failing_sink_ends_the_service_and_holds_nobody_up()
    {
        _sink.Answers(static _ => throw new StreamFailureException("fenced"));
        await _service.StartAsync(TestContext.Current.CancellationToken);
        JobTicket[] tickets = Receive(1);
        Write(tickets);
        StreamFailureException exception = await Assert.ThrowsAsync<StreamFailureException>(() => _service.ExecuteTask!);
        Assert.Equal("fenced", exception.Message);
        Assert.True(_drain.PublishingFailed.IsCancellationRequested);
        for (int more = 0; more < 500; more++)
        {
            await _outcomes.Writer.WriteAsync(Given.Found(new JobTicket(1000 + more)), TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, _assignment.Ledger.Load.Records);
        Assert.True(_drain.LastCommitMade.IsCancellationRequested);
    }

    public void Dispose()
    {
        _service.Dispose();
        _drain.Dispose();
    }

    private JobTicket[] Receive(int count) => [.. Enumerable.Range(0, count).Select(offset => _assignment.Receive(Given.Record(offset, value: [(byte)offset]), 0)!.Value)];

    private void Write(params JobTicket[] tickets) => Array.ForEach(tickets, ticket => Assert.True(_outcomes.Writer.TryWrite(Given.Faulted(ticket))));

    private IEnumerable<int> Offsets() => _sink.Records.Select(static record => (int)record.Value![0]);
}
