using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Kafka.Sink;
using PaDeNer.Streaming.Kafka.Sink.Transactions;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Streams;
using PaDeNer.Testing.Time;

namespace PaDeNer.Streaming.Kafka.Tests.Transactions;

/// <summary>What each error of each call of a transaction leads to; the rows are those of the client's documentation and of what it was seen to throw.</summary>
public sealed partial class KafkaTransactionalSinkTests : ITransactionObserver, IDisposable
{
    private readonly Assignment _assignment = new();
    private readonly ScriptedMember _member = new();
    private readonly List<TransactionEnd> _ends = [];
    private readonly List<RebuildReason> _rebuilds = [];
    private readonly List<bool> _ready = [];
    private readonly CommitBatch _batch;
    private KafkaTransactionalSink? _sink;
    private ScriptedClients _clients = new();
    private TimeProvider _time = TimeProvider.System;

    public KafkaTransactionalSinkTests()
    {
        AssignmentEpoch epoch = _assignment.Assign([Given.Partition(0)])[0].Epoch;
        SinkRecord[] records = [new(SinkTopic.Output, null, [1], []), new(SinkTopic.DeadLetter, null, [2], [])];
        _batch = new CommitBatch(records, [new CommitWatermark(Given.Partition(0), epoch, 7)]);
    }

    public static TheoryData<string, string> Abortable => new()
    {
        { "offsets", nameof(ErrorCode.IllegalGeneration) },
        { "offsets", nameof(ErrorCode.UnknownMemberId) },
        { "offsets", nameof(ErrorCode.StaleMemberEpoch) },
        { "offsets", nameof(ErrorCode.FencedMemberEpoch) },
        { "offsets", nameof(ErrorCode.FencedInstanceId) },
        { "offsets", nameof(ErrorCode.Local_MsgTimedOut) },
    };

    public static TheoryData<string, string> Fences => new()
    {
        { "begin", nameof(ErrorCode.Local_Fenced) },
        { "offsets", nameof(ErrorCode.ProducerFenced) },
        { "commit", nameof(ErrorCode.Local_Fenced) },
        { "commit", nameof(ErrorCode.InvalidProducerEpoch) },
    };

    [Fact]
    public async Task Results_and_offsets_are_one_transaction()
    {
        CommitResult result = await CommitAsync();
        Assert.Equal(_batch.Watermarks, result.Committed);
        Assert.Equal(["init", "begin", "produce entities", "produce documents.dead-letter", "offsets 0@7", "commit"], _clients.Given[0].Calls);
        await CommitAsync();
        Assert.Single(_clients.Given);
        Assert.Equal([TransactionEnd.Committed, TransactionEnd.Committed], _ends);
    }

    [Theory]
    [MemberData(nameof(Abortable))]
    public async Task What_an_abort_cures_is_aborted_and_nothing_is_committed(string call, string code)
    {
        CommitResult result = await CommitAsync(new ScriptedProducer().Fails(call, ScriptedProducer.Abortable(Enum.Parse<ErrorCode>(code))));
        Assert.Equal(_batch.Watermarks, result.Deferred);
        Assert.Empty(result.Committed);
        Assert.Equal("abort", _clients.Given[0].Calls[^1]);
        Assert.Equal([TransactionEnd.Aborted], _ends);
        Assert.Equal(_batch.Watermarks, (await CommitAsync()).Committed);
        Assert.Single(_clients.Given);
    }

    [Theory]
    [InlineData(7, true)]
    [InlineData(8, true)]
    [InlineData(6, false)]
    [InlineData(-1001, false)]
    public async Task A_commit_that_did_not_end_is_settled_by_what_a_new_producer_finds_committed(long committed, bool isCommitted)
    {
        _member.CommittedOffset = committed;
        CommitResult result = await CommitAsync(new ScriptedProducer().Fails("commit", ScriptedProducer.Retriable(ErrorCode.Local_TimedOut)));
        Assert.Equal(isCommitted ? (1, 0) : (0, 1), (result.Committed.Count, result.Deferred.Count));
        Assert.DoesNotContain("abort", _clients.Given[0].Calls);
        Assert.Equal(["init"], _clients.Given[1].Calls);
        Assert.Single(_clients.Ids);
        Assert.Equal([TransactionEnd.Unclear], _ends);
        Assert.Equal([RebuildReason.TimedOut], _rebuilds);
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public async Task A_partition_without_anything_new_says_nothing_of_a_commit_that_did_not_end(long othersOffset, bool isCommitted)
    {
        // The first is halted where it is committed: its offset is there whether the transaction is or not.
        (_member.CommittedOffset, _member.OthersOffset) = (7, othersOffset);
        AssignmentEpoch epoch = _assignment.Assign([Given.Partition(1)])[0].Epoch;
        CommitBatch both = _batch with { Watermarks = [.. _batch.Watermarks, new CommitWatermark(Given.Partition(1), epoch, 4)] };
        KafkaTransactionalSink sink = Sink(TimeSpan.FromSeconds(10), new ScriptedProducer().Fails("commit", ScriptedProducer.Retriable(ErrorCode.Local_TimedOut)));
        CommitResult result = await sink.CommitAsync(both, TestContext.Current.CancellationToken);
        Assert.Equal(isCommitted ? 2 : 0, result.Committed.Count);
        Assert.Equal(isCommitted ? 0 : 2, result.Deferred.Count);
    }

    [Theory]
    [InlineData(7, "padener-1;7;;1,2", true)]
    [InlineData(7, "padener-1;7;;1,1", false)]
    [InlineData(7, null, false)]
    [InlineData(6, "padener-1;7;;1,2", false)]
    public async Task An_offset_that_did_not_move_says_nothing_of_a_commit_unless_what_stands_beside_it_is_ours(long committed, string? beside, bool isCommitted)
    {
        (_member.CommittedOffset, _member.Beside) = (committed, beside);
        FinishedOffsets finished = FinishedOffsets.Of([new OffsetRun(8, 10)], null);
        CommitBatch batch = _batch with { Watermarks = [_batch.Watermarks[0] with { Finished = finished }] };
        KafkaTransactionalSink sink = Sink(TimeSpan.FromSeconds(10), new ScriptedProducer().Fails("commit", ScriptedProducer.Retriable(ErrorCode.Local_TimedOut)));
        CommitResult result = await sink.CommitAsync(batch, TestContext.Current.CancellationToken);
        Assert.Equal(isCommitted ? 1 : 0, result.Committed.Count);
        Assert.Equal(["padener-1;7;;1,2"], _clients.Beside);
    }

    [Theory]
    [InlineData(nameof(ErrorCode.Local_TimedOut), 7, true)]
    [InlineData(nameof(ErrorCode.InvalidProducerIdMapping), 7, true)]
    [InlineData(nameof(ErrorCode.Unknown), 6, false)]
    [InlineData(nameof(ErrorCode.Local_MsgTimedOut), 6, false)]
    public async Task A_commit_that_the_client_gave_up_is_not_believed_to_be_aborted(string code, long committed, bool isCommitted)
    {
        _member.CommittedOffset = committed;
        CommitResult result = await CommitAsync(new ScriptedProducer().Fails("commit", ScriptedProducer.Abortable(Enum.Parse<ErrorCode>(code))));
        Assert.Equal(isCommitted ? (1, 0) : (0, 1), (result.Committed.Count, result.Deferred.Count));
        Assert.DoesNotContain("abort", _clients.Given[0].Calls);
        Assert.Equal([TransactionEnd.Unclear], _ends);
    }

    [Fact]
    public async Task It_asks_what_is_committed_until_it_is_answered()
    {
        _member.CommittedOffset = 7;
        _member.Failures.Enqueue(ScriptedProducer.Retriable(ErrorCode.Local_TimedOut));
        CommitResult result = await CommitAsync(new ScriptedProducer().Fails("commit", ScriptedProducer.Fatal(ErrorCode.InvalidTxnState)));
        Assert.Single(result.Committed);
        Assert.Equal([RebuildReason.Failed], _rebuilds);
    }

    [Theory]
    [InlineData("offsets")]
    [InlineData("abort")]
    public async Task Other_calls_that_did_not_end_cost_the_producer_and_commit_nothing(string call)
    {
        ScriptedProducer first = new ScriptedProducer().Fails(call, ScriptedProducer.Retriable(ErrorCode.Local_TimedOut));
        if (call == "abort")
        {
            first.Fails("offsets", ScriptedProducer.Abortable(ErrorCode.IllegalGeneration));
        }

        CommitResult result = await CommitAsync(first);
        Assert.Single(result.Deferred);
        Assert.Equal([TransactionEnd.Lost], _ends);

        // What it left open is ended at once.
        Assert.Equal(["init"], _clients.Given[1].Calls);
        Assert.Single((await CommitAsync()).Committed);
        Assert.Equal(2, _clients.Given.Count);
    }

    [Theory]
    [MemberData(nameof(Fences))]
    public async Task A_fenced_producer_is_made_anew(string call, string code)
    {
        await CommitAsync(new ScriptedProducer().Fails(call, ScriptedProducer.Fatal(Enum.Parse<ErrorCode>(code))));
        Assert.Equal([RebuildReason.Fenced], _rebuilds);
        Assert.Single((await CommitAsync()).Committed);
    }

    [Fact]
    public async Task Two_daemons_with_one_id_do_not_fence_each_other_for_ever()
    {
        ScriptedProducer[] fenced = [.. Enumerable.Range(0, 6).Select(static _ => new ScriptedProducer().Fails("commit", ScriptedProducer.Fatal(ErrorCode.Local_Fenced)))];
        for (int time = 0; time < 5; time++)
        {
            await CommitAsync(fenced);
        }

        StreamFailureException failure = await Assert.ThrowsAsync<StreamFailureException>(() => CommitAsync());
        Assert.True(failure.IsFenced);
        Assert.Contains("padener-me", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_people_have_to_put_right_ends_it()
    {
        ScriptedProducer forbidden = new ScriptedProducer().Fails("init", ScriptedProducer.Fatal(ErrorCode.TransactionalIdAuthorizationFailed));
        Assert.Contains("grant write on that transactional id", (await Assert.ThrowsAsync<StreamFailureException>(() => CommitAsync(forbidden))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_beside_an_offset_and_is_longer_than_brokers_take_ends_it_and_says_what_to_do()
    {
        ScriptedProducer small = new ScriptedProducer().Fails("offsets", ScriptedProducer.Abortable(ErrorCode.OffsetMetadataTooLarge));
        Assert.Contains("Egress:FinishedLength", (await Assert.ThrowsAsync<StreamFailureException>(() => CommitAsync(small))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Brokers_that_are_away_are_waited_for()
    {
        ScriptedProducer away = new ScriptedProducer().Fails("init", ScriptedProducer.Retriable(ErrorCode.Local_TimedOut));
        Assert.Single((await CommitAsync(away)).Committed);
        Assert.Equal([false, true], _ready);
        Assert.Equal(["init", "init", "begin"], Assert.Single(_clients.Given).Calls.Take(3));
    }

    [Fact]
    public async Task A_client_that_cannot_begin_is_left_for_a_new_one()
    {
        ScriptedProducer broken = new ScriptedProducer().Fails("init", ScriptedProducer.Fatal(ErrorCode.InvalidTxnState));
        Assert.Single((await CommitAsync(broken)).Committed);
        Assert.Equal(2, _clients.Given.Count);
    }

    [Fact]
    public async Task A_producer_whose_files_have_changed_is_made_anew_between_transactions()
    {
        await CommitAsync();
        _clients.Files = "other";
        Assert.Single((await CommitAsync()).Committed);
        Assert.Equal([RebuildReason.FilesChanged], _rebuilds);
        Assert.Contains("init", _clients.Given[^1].Calls);
        await CommitAsync();
        Assert.Single(_rebuilds);
    }

    [Fact]
    public async Task Files_of_which_no_producer_can_be_made_leave_the_old_one_at_work()
    {
        await CommitAsync();
        _clients.Unfit = true;
        _clients.Files = "half written";
        Assert.Single((await CommitAsync()).Committed);
        Assert.Empty(_rebuilds);
        Assert.Single(_clients.Given);
    }

    [Fact]
    public async Task Without_a_membership_nothing_is_written()
    {
        _member.IsMember = false;
        Assert.Single((await CommitAsync()).Deferred);
        Assert.Equal(["init"], _clients.Given[0].Calls);
    }

    [Fact]
    public async Task What_is_taken_away_after_the_membership_was_read_is_not_written()
    {
        _member.Read = () => _assignment.Drop([Given.Partition(0)]);
        Assert.Single((await CommitAsync()).Deferred);
        Assert.Equal(["init"], _clients.Given[0].Calls);
    }

    [Fact]
    public async Task A_call_that_hangs_is_left_behind_and_never_closed_under_its_feet()
    {
        using ManualResetEventSlim until = new();
        ScriptedProducer hangs = new() { Blocks = ("offsets", until) };
        _member.CommittedOffset = 3;
        CommitResult result = await CommitAsync(TimeSpan.FromMilliseconds(40), hangs);
        Assert.Single(result.Deferred);
        Assert.Equal([TransactionEnd.Unclear], _ends);
        Assert.Equal([RebuildReason.Hung], _rebuilds);
        Assert.DoesNotContain("dispose", hangs.Calls);
        until.Set();
    }

    [Fact]
    public async Task With_a_consumer_that_is_left_behind_the_producer_goes_too_in_the_middle_of_a_transaction()
    {
        using ManualResetEventSlim until = new();
        ScriptedProducer hangs = new() { Blocks = ("commit", until) };
        _member.CommittedOffset = 7;
        Task<CommitResult> commit = CommitAsync(TimeSpan.FromMinutes(10), hangs);
        await Eventually.HoldsAsync(() => hangs.Said("commit"), "the commit hangs");
        Renew();
        Assert.Single((await commit).Deferred);
        Assert.Single((await CommitAsync()).Committed);
        Assert.Equal(2, _clients.Given.Count);
        Assert.False(hangs.Said("dispose"));
        until.Set();
    }

    [Fact]
    public async Task With_a_consumer_that_is_left_behind_the_producer_goes_too_between_two_transactions()
    {
        await CommitAsync();
        Renew();
        Assert.Single((await CommitAsync()).Committed);
        Assert.Equal(2, _clients.Given.Count);
        Assert.Equal([RebuildReason.Failed], _rebuilds);
        await CommitAsync();
        Assert.Equal(2, _clients.Given.Count);
    }

    [Fact]
    public async Task A_transaction_has_the_time_that_the_broker_gives_it_and_not_each_of_its_calls()
    {
        ManualTimeProvider time = new();
        _time = time;
        ScriptedProducer slow = new() { During = call => time.Advance(TimeSpan.FromSeconds(call is "produce" or "offsets" ? 2 : 0)) };
        await CommitAsync(TimeSpan.FromSeconds(10), slow);
        Assert.Equal((6, 4), (slow.Timeouts["offsets"].TotalSeconds, slow.Timeouts["commit"].TotalSeconds));
    }

    [Fact]
    public async Task Opening_ends_what_an_earlier_daemon_left_before_anything_is_written()
    {
        await Sink(TimeSpan.FromSeconds(10)).OpenAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["init"], _clients.Given[0].Calls);
    }

    void ITransactionObserver.Ended(TransactionEnd end) => _ends.Add(end);

    void ITransactionObserver.ProducerReady(bool isReady) => _ready.Add(isReady);

    void ITransactionObserver.ProducerRebuilt(RebuildReason reason) => _rebuilds.Add(reason);

    public void Dispose() => _sink?.Dispose();

    private void Renew()
    {
        CancellationTokenSource before = _member.Renewal;
        _member.Renewal = new CancellationTokenSource();
        before.Cancel();
        before.Dispose();
    }

    private Task<CommitResult> CommitAsync(params ScriptedProducer[] producers) => CommitAsync(TimeSpan.FromSeconds(10), producers);

    private Task<CommitResult> CommitAsync(TimeSpan timeout, params ScriptedProducer[] producers) =>
        Sink(timeout, producers).CommitAsync(_batch, TestContext.Current.CancellationToken);

    private KafkaTransactionalSink Sink(TimeSpan timeout, params ScriptedProducer[] producers)
    {
        if (_sink is null)
        {
            _clients = new ScriptedClients(producers);
            _sink = new KafkaTransactionalSink(
                _member,
                _assignment,
                _clients,
                this,
                new StreamSupervision(),
                Options.Create(new KafkaOptions { InstanceId = "me" }),
                Options.Create(new DeliveryOptions { TransactionTimeout = timeout }),
                _time,
                NullLogger<KafkaTransactionalSink>.Instance);
        }

        return _sink;
    }
}
