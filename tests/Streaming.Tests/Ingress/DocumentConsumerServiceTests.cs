using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Egress;
using PaDeNer.Streaming.Ingress;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;
using PaDeNer.Streaming.Tests.Formats;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Tests.Ingress;

public sealed class DocumentConsumerServiceTests : IDisposable
{
    private readonly ScriptedSource _source = new();
    private readonly Assignment _assignment = new();
    private readonly RecordingObserver _observer = new();
    private readonly StreamDrain _drain = new();
    private readonly CommitRequests _commits = new();
    private readonly StreamSupervision _supervision = new();
    private readonly Channel<IncomingDocument> _documents = Channel.CreateBounded<IncomingDocument>(4);
    private readonly Channel<JobOutcome> _outcomes = Channel.CreateBounded<JobOutcome>(4);
    private DocumentConsumerService? _service;

    public DocumentConsumerServiceTests() => _source.Does(static listener => listener.Assigned([Given.Partition()]));

    [Fact]
    public async Task Documents_and_faults_go_their_ways()
    {
        byte[] good = Given.Bytes("""{"id":"a","text":"x"}""");
        _source.Gives(
            Given.Record(0, value: good, headers: [RecordHeaders.Text("padener-latency-objective-ms", "50")]),
            Given.Record(1, value: Given.Bytes("{")),
            Given.Record(2, value: good));
        await StartAsync();

        IncomingDocument first = await _documents.Reader.ReadAsync(TestContext.Current.CancellationToken);
        IncomingDocument second = await _documents.Reader.ReadAsync(TestContext.Current.CancellationToken);
        JobOutcome fault = await _outcomes.Reader.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal("a", first.Document.Id.Value);
        Assert.Equal(DocumentFault.MalformedJson, fault.Outcome.Fault);
        Assert.Equal(0.05, (double)(first.Deadline.Timestamp - first.Received) / TimeProvider.System.TimestampFrequency, 3);
        Assert.Equal(1, (double)(second.Deadline.Timestamp - second.Received) / TimeProvider.System.TimestampFrequency, 3);
        Assert.Equal([new OrderGroup(_assignment.Find(Given.Partition())!.Epoch.Value), first.Order], [second.Order, second.Order]);
        Assert.Equal(3, _assignment.Ledger.Load.Records);
        Assert.Equal(1, _observer.Partitions);
    }

    [Fact]
    public async Task A_full_channel_stops_intake_and_not_the_poll_and_loses_nothing()
    {
        _source.Gives([.. Enumerable.Range(0, 50).Select(static offset => Given.Record(offset, value: Given.Bytes("""{"text":"x"}""")))]);
        await StartAsync(static options => options.PauseAfter = TimeSpan.FromMilliseconds(30));
        await Eventually.HoldsAsync(() => _source.IsPaused, "fetching is paused");
        int polls = _source.Polls;
        await Eventually.HoldsAsync(() => _source.Polls > polls + 3, "polling goes on");
        Assert.InRange(_assignment.Ledger.Load.Records, 4, 6);

        List<long> seen = [];
        while (seen.Count < 50)
        {
            IncomingDocument document = await _documents.Reader.ReadAsync(TestContext.Current.CancellationToken);
            seen.Add(document.Ticket.Value);
            _assignment.Ledger.TryFinish(Given.Found(document.Ticket), out IReadOnlyList<FinishedRecord> released);
            _assignment.Committed(new CommitWatermark(Given.Partition(), new AssignmentEpoch(1), released[^1].Record.Position.Offset + 1));
        }

        Assert.Equal(Enumerable.Range(1, 50).Select(static ticket => (long)ticket), seen);
        Assert.Contains("resume", _source.Calls);
    }

    [Fact]
    public async Task Stopping_ends_the_intake_at_once_and_the_source_closes_after_the_last_commit()
    {
        await StartAsync();
        await Eventually.HoldsAsync(() => _observer.Partitions == 1, "assigned");
        await _service!.StopAsync(TestContext.Current.CancellationToken);
        Assert.True(_documents.Reader.Completion.IsCompleted);
        int polls = _source.Polls;
        _source.Gives(Given.Record(0, value: Given.Bytes("""{"text":"late"}""")));
        await Eventually.HoldsAsync(() => _source.Polls > polls + 3, "membership is kept alive while draining");
        Assert.DoesNotContain("close", _source.Calls);
        Assert.Equal(0, _assignment.Ledger.Load.Records);

        _drain.EndCommits();
        await _drain.SourceClosed.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(["open", "pause", "close"], _source.Calls);
    }

    [Fact]
    public async Task A_failing_source_ends_the_service_and_lets_what_is_in_flight_finish()
    {
        _source.Does(static _ => throw new StreamFailureException("gone"));
        await StartAsync();
        StreamFailureException exception = await Assert.ThrowsAsync<StreamFailureException>(() => _service!.ExecuteTask!);
        Assert.Equal("gone", exception.Message);
        await _service!.StopAsync(TestContext.Current.CancellationToken);
        Assert.True(_documents.Reader.Completion.IsCompleted);
        Assert.DoesNotContain("close", _source.Calls);
        _drain.EndCommits();
        await _source.Closed.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Stopping_while_the_broker_is_not_there_is_a_clean_end()
    {
        _source.NeverOpens = true;
        await StartAsync();
        await Eventually.HoldsAsync(() => _source.Calls.Contains("open"), "waits for the broker");
        await _service!.StopAsync(TestContext.Current.CancellationToken);
        Assert.True(_documents.Reader.Completion.IsCompleted);
        _drain.EndCommits();
        await _service.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.True(_drain.SourceClosed.IsCompletedSuccessfully);
        Assert.Equal(0, _source.Polls);
    }

    [Fact]
    public async Task A_source_that_fails_while_draining_makes_the_end_a_failure_and_holds_nobody_up()
    {
        await StartAsync();
        await Eventually.HoldsAsync(() => _observer.Partitions == 1, "assigned");
        _source.PollFailure = new InvalidOperationException("of any kind");
        await _service!.StopAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _service.ExecuteTask!);
        Assert.DoesNotContain("close", _source.Calls);
        _drain.EndCommits();
        await _drain.SourceClosed.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Contains("close", _source.Calls);
    }

    [Fact]
    public async Task A_source_that_cannot_close_is_a_failure_and_the_end_all_the_same()
    {
        _source.CloseFailure = new InvalidOperationException("of any kind");
        await StartAsync();
        await _service!.StopAsync(TestContext.Current.CancellationToken);
        _drain.EndCommits();
        await _drain.SourceClosed.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _service.ExecuteTask!);
    }

    [Fact]
    public async Task What_is_in_flight_is_shown_while_draining()
    {
        _source.Gives(Given.Record(0, value: Given.Bytes("""{"text":"x"}""")));
        await StartAsync();
        IncomingDocument document = await _documents.Reader.ReadAsync(TestContext.Current.CancellationToken);
        await _service!.StopAsync(TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => _observer.Records == 1, "one in flight");
        _assignment.Ledger.TryFinish(Given.Found(document.Ticket), out _);
        _assignment.Committed(new CommitWatermark(Given.Partition(), new AssignmentEpoch(1), 1));
        await Eventually.HoldsAsync(() => _observer.Records == 0, "none in flight");
    }

    [Fact]
    public async Task Key_and_headers_count_for_the_size_of_a_record()
    {
        byte[] value = Given.Bytes("""{"text":"x"}""");
        _source.Gives(Given.Record(0, key: new byte[20], value: value), Given.Record(1, value: value, headers: [new("ab", new byte[18])]), Given.Record(2, value: value));
        await StartAsync(options => options.MaxRecordBytes = value.Length + 19);
        for (int fault = 0; fault < 2; fault++)
        {
            JobOutcome outcome = await _outcomes.Reader.ReadAsync(TestContext.Current.CancellationToken);
            Assert.Equal(DocumentFault.TooLarge, outcome.Outcome.Fault);
            Assert.StartsWith("32 bytes, the limit is 31", outcome.Outcome.Detail, StringComparison.Ordinal);
        }

        Assert.Equal(3, (await _documents.Reader.ReadAsync(TestContext.Current.CancellationToken)).Ticket.Value);
        Assert.Equal(32 + 32 + 12, _assignment.Ledger.Load.Bytes);
    }

    [Fact]
    public async Task Records_with_too_many_headers_are_faults_whose_dead_letters_say_what_is_missing()
    {
        byte[] key = Given.Bytes("key"), value = Given.Bytes("""{"text":"x"}""");
        RecordHeader[] headers = [.. Enumerable.Range(0, 1000).Select(static number => RecordHeaders.Text($"h{number}", "v"))];
        _source.Gives(Given.Record(0, key: key, value: value, headers: headers), Given.Record(1, value: value, headers: headers[..3]));
        await StartAsync(static options => options.MaxHeaders = 3);
        JobOutcome outcome = await _outcomes.Reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal((DocumentFault.TooManyHeaders, "1000 headers, the limit is 3 (Ingress:MaxHeaders)"), (outcome.Outcome.Fault, outcome.Outcome.Detail));
        Assert.Equal(2, (await _documents.Reader.ReadAsync(TestContext.Current.CancellationToken)).Ticket.Value);

        _assignment.Ledger.TryFinish(outcome, out IReadOnlyList<FinishedRecord> released);
        SinkRecord letter = DeadLetterWriter.Write(Assert.Single(released).Record, "too_many_headers", "1000 headers", "reading");
        Assert.Equal((key, value), (letter.Key, letter.Value));
        Assert.Equal(["h0", "h1", "h2", DeadLetterHeaders.HeadersLeftOut, DeadLetterHeaders.Fault], letter.Headers.Take(5).Select(static header => header.Name));
        Assert.Equal("997", RecordHeaders.FindText(letter.Headers, DeadLetterHeaders.HeadersLeftOut));
    }

    [Fact]
    public async Task Documents_are_read_where_the_settings_say()
    {
        _source.Gives(Given.Record(0, value: Given.Bytes("""{"data":[{"key":7,"body":"x"}],"labels":1}""")));
        await StartAsync(static options => (options.Text, options.Id, options.Labels) = ("/data/0/body", "/data/0/key", string.Empty));
        IncomingDocument document = await _documents.Reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("x", "7"), (document.Document.Text, document.Document.Id.Value));
    }

    [Fact]
    public async Task Revoked_and_lost_work_is_void()
    {
        _source.Gives(Given.Record(0, value: Given.Bytes("""{"text":"x"}""")))
            .Does(static listener => listener.Revoked([Given.Partition()]))
            .Does(static listener => listener.Assigned([Given.Partition(0), Given.Partition(1)]))
            .Does(static listener => listener.Lost([Given.Partition(1)]));
        await StartAsync();
        IncomingDocument document = await _documents.Reader.ReadAsync(TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => _observer.Partitions == 1 && _assignment.Ledger.Load.Records == 0, "revoked");
        Assert.False(_assignment.Ledger.TryFinish(Given.Found(document.Ticket), out _));
    }

    [Fact]
    public async Task Lag_counts_from_the_first_uncommitted_record()
    {
        _source.KnownEnds = [new PartitionEnd(Given.Partition(), 10, 1)];
        _source.Gives(Given.Record(0, value: Given.Bytes("""{"text":"x"}""")));
        await StartAsync(static options => options.LagInterval = TimeSpan.FromMilliseconds(100));
        await Eventually.HoldsAsync(() => _observer.Lags.GetValueOrDefault(Given.Partition()) == 10, "one in flight, nine unread");
        IncomingDocument document = await _documents.Reader.ReadAsync(TestContext.Current.CancellationToken);
        _assignment.Ledger.TryFinish(Given.Found(document.Ticket), out _);
        _assignment.Committed(new CommitWatermark(Given.Partition(), new AssignmentEpoch(1), 1));
        await Eventually.HoldsAsync(() => _observer.Lags.GetValueOrDefault(Given.Partition()) == 9, "nine unread");
    }

    [Fact]
    public async Task Lag_is_as_old_as_the_first_record_that_is_not_committed_and_unknown_where_nobody_answers()
    {
        _source.KnownEnds = [new PartitionEnd(Given.Partition(), 10, 1)];
        _source.Gives(Given.Record(0, value: Given.Bytes("""{"text":"x"}"""), timestamp: 1234));
        await StartAsync(static options => options.LagInterval = TimeSpan.FromMilliseconds(100));
        await Eventually.HoldsAsync(() => _observer.OldestTimestamps.GetValueOrDefault(Given.Partition()) == 1234, "its timestamp");
        (_source.KnownEnds, _source.State) = ([], new SourceState(BrokersAnswer: false, GroupAnswers: true));
        await Eventually.HoldsAsync(() => _observer.Lags.IsEmpty, "lag is unknown");
        await Eventually.HoldsAsync(() => _observer.Answers is { BrokersAnswer: false, GroupAnswers: true }, "who answers");
    }

    [Fact]
    public async Task The_source_is_renewed_once_for_each_time_it_is_asked_for()
    {
        await StartAsync();
        _supervision.AskForRenewal();
        await Eventually.HoldsAsync(() => _source.Calls.Contains("renew"), "the poll thread has done it");
        int polls = _source.Polls;
        await Eventually.HoldsAsync(() => _source.Polls > polls + 3, "it polls on");
        Assert.Single(_source.Calls, static call => call == "renew");
        Assert.Equal("polling", _supervision.Reading);
    }

    public void Dispose()
    {
        _drain.EndCommits();
        _service?.StopAsync(CancellationToken.None).Wait(TimeSpan.FromSeconds(5), CancellationToken.None);
        _drain.SourceClosed.Wait(TimeSpan.FromSeconds(5), CancellationToken.None);
        _service?.Dispose();
        _drain.Dispose();
    }

    private Task StartAsync(Action<IngressOptions>? set = null)
    {
        IngressOptions options = new();
        set?.Invoke(options);
        _service = new DocumentConsumerService(
            _source,
            _assignment,
            new FixedLabels("person"),
            _documents.Writer,
            _outcomes.Writer,
            _observer,
            _drain,
            _commits,
            _supervision,
            Options.Create(options),
            TimeProvider.System,
            NullLogger<DocumentConsumerService>.Instance);
        return _service.StartAsync(TestContext.Current.CancellationToken);
    }
}
