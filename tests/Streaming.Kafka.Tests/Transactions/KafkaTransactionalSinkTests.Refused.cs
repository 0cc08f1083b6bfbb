using System.Globalization;
using System.Text;
using Confluent.Kafka;
using PaDeNer.Streaming.Kafka.Sink;
using PaDeNer.Streaming.Kafka.Sink.Transactions;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Tests.Transactions;

/// <summary>Records that the client or a broker does not take: too large, for a topic that is gone or not ours to write, with a timestamp that is refused.</summary>
public sealed partial class KafkaTransactionalSinkTests
{
    [Fact]
    public async Task A_record_that_the_client_does_not_take_is_rejected_and_the_rest_is_not_written()
    {
        CommitResult result = await CommitAsync(new ScriptedProducer { Refuses = static message => message.Value![0] == 2 ? ErrorCode.MsgSizeTooLarge : ErrorCode.NoError });
        Assert.Same(_batch.Records[1], Assert.Single(result.Rejected).Record);
        Assert.Equal("abort", _clients.Given[0].Calls[^1]);
    }

    [Fact]
    public async Task What_brokers_refuse_among_others_is_tried_alone_before_it_is_given_up()
    {
        int refusals = 0;
        CommitResult result = await CommitAsync(new ScriptedProducer { Reports = _ => ++refusals <= 2 ? ErrorCode.MsgSizeTooLarge : ErrorCode.NoError });
        Assert.Empty(result.Rejected);
        Assert.Single(result.Committed);

        ScriptedProducer[] always =
            [.. Enumerable.Range(0, 3).Select(static _ => new ScriptedProducer { Reports = static message => message.Value![0] == 2 ? ErrorCode.MsgSizeTooLarge : ErrorCode.NoError })];
        _sink?.Dispose();
        _sink = null;
        Assert.Same(_batch.Records[1], Assert.Single((await CommitAsync(always)).Rejected).Record);
    }

    [Fact]
    public async Task A_record_too_large_is_found_also_where_the_client_gives_others_up_behind_it()
    {
        CommitBatch batch = _batch with { Records = [_batch.Records[0], new SinkRecord(SinkTopic.Output, null, [3, 3, 3], [])] };
        ScriptedProducer[] producers = [Refusing(), Refusing()];
        CommitResult result = await Sink(TimeSpan.FromSeconds(10), producers).CommitAsync(batch, TestContext.Current.CancellationToken);
        Assert.Same(batch.Records[1], Assert.Single(result.Rejected).Record);
        Assert.Equal(["init", "begin", "produce entities", "produce entities", "abort"], producers[0].Calls.Where(static call => call[0] is not ('o' or 'd')));
        Assert.Equal(["init", "begin", "produce entities", "abort"], producers[1].Calls.Where(static call => call[0] is not ('o' or 'd')));

        static ScriptedProducer Refusing() =>
            new() { Reports = static message => message.Value![0] == 3 ? ErrorCode.MsgSizeTooLarge : ErrorCode.OutOfOrderSequenceNumber };
    }

    [Fact]
    public async Task A_dead_letter_that_may_not_be_written_is_rejected_and_the_others_are_tried_again()
    {
        ScriptedProducer forbidden = new ScriptedProducer { Reports = static message => message.Value![0] == 2 ? ErrorCode.Local_PurgeQueue : ErrorCode.NoError }
            .Fails("offsets", [.. Enumerable.Repeat(ScriptedProducer.Abortable(ErrorCode.TopicAuthorizationFailed), 2)]);
        RejectedRecord rejected = Assert.Single((await CommitAsync(forbidden)).Rejected);
        Assert.Same(_batch.Records[1], rejected.Record);
        Assert.Equal("the brokers do not let us write to the topic 'documents.dead-letter': grant write on it", rejected.Reason);
        Assert.Equal([TransactionEnd.Aborted, TransactionEnd.Aborted], _ends);
    }

    [Fact]
    public async Task An_output_topic_that_may_not_be_written_ends_it()
    {
        ScriptedProducer forbidden = new ScriptedProducer { Reports = static message => message.Value![0] == 1 ? ErrorCode.Local_PurgeQueue : ErrorCode.NoError }
            .Fails("offsets", [.. Enumerable.Repeat(ScriptedProducer.Abortable(ErrorCode.TopicAuthorizationFailed), 2)]);
        StreamFailureException failure = await Assert.ThrowsAsync<StreamFailureException>(() => CommitAsync(forbidden));
        Assert.Equal("Writing to 'entities' failed: the brokers do not let us write to the topic 'entities': grant write on it", failure.Message);
    }

    [Fact]
    public async Task A_dead_letter_whose_topic_is_gone_is_rejected_and_one_whose_brokers_are_away_is_not()
    {
        ScriptedProducer late = new() { Reports = static _ => ErrorCode.Local_MsgTimedOut };
        Assert.Single((await CommitAsync(late, new ScriptedProducer())).Deferred);
        _clients.Missing.Add("documents.dead-letter");
        RejectedRecord rejected = Assert.Single((await CommitAsync()).Rejected);
        Assert.Equal("there is no topic 'documents.dead-letter' any more: create it", rejected.Reason);
    }

    [Theory]
    [InlineData(nameof(ErrorCode.InvalidTimestamp))]
    [InlineData(nameof(ErrorCode.InvalidRecord))] // what the client says of several of a set
    public async Task A_record_whose_timestamp_is_refused_has_the_brokers_time_and_its_own_in_a_header(string code)
    {
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), hour = 3_600_000;
        long[] ahead = [0, 50 * hour, 3 * hour, -9 * hour, hour, -900 * hour, 4 * hour];
        SinkRecord[] records = [.. ahead.Select((one, number) => new SinkRecord(SinkTopic.Output, null, [(byte)number], []) { Timestamp = now + one })];
        List<Message<byte[]?, byte[]?>> written = [];
        // One after the other: who has refused a record has left a gap in its numbers.
        ScriptedProducer[] producers = [.. Enumerable.Range(0, 8).Select(_ => new ScriptedProducer
        {
            Reports = message =>
            {
                long distance = message.Timestamp.Type == TimestampType.NotAvailable ? 0 : message.Timestamp.UnixTimestampMs - now;
                if (message.Value![0] == 0)
                {
                    written.Clear();
                }

                written.Add(message);
                return distance > 2 * hour || distance < -100 * hour ? Enum.Parse<ErrorCode>(code) : ErrorCode.NoError;
            },
        })];
        KafkaTransactionalSink sink = Sink(TimeSpan.FromSeconds(10), producers);
        Assert.Single((await sink.CommitAsync(_batch with { Records = records }, TestContext.Current.CancellationToken)).Committed);
        Assert.Equal([now, null, null, now - (9 * hour), now + hour, null, null], written.Select(Own));
        Assert.Equal([null, now + (50 * hour), now + (3 * hour), null, null, now - (900 * hour), now + (4 * hour)], written.Select(InHeader));
        Assert.Equal(["commit"], _clients.Given.SelectMany(static one => one.Calls).Where(static call => call == "commit"));
        int calls = _clients.Given.Sum(static one => one.Calls.Count(static call => call == "abort"));
        Assert.Single((await sink.CommitAsync(_batch with { Records = records }, TestContext.Current.CancellationToken)).Committed);
        Assert.Equal(calls, _clients.Given.Sum(static one => one.Calls.Count(static call => call == "abort")));
    }

    private static long? Own(Message<byte[]?, byte[]?> message) => message.Timestamp.Type == TimestampType.NotAvailable ? null : message.Timestamp.UnixTimestampMs;

    private static long? InHeader(Message<byte[]?, byte[]?> message) => message.Headers.TryGetLastBytes(DeadLetterHeaders.SourceTimestamp, out byte[]? text)
        ? long.Parse(Encoding.UTF8.GetString(text), CultureInfo.InvariantCulture)
        : null;
}
