using System.Text;
using System.Text.Json;
using PaDeNer.Streaming.Kafka.Clients.Statistics;

namespace PaDeNer.Streaming.Kafka.Tests.Statistics;

/// <summary>Documents with the fields that librdkafka documents, a few of those that are passed over among them.</summary>
public sealed class StatisticsReaderTests
{
    private const string Consumer =
        """
        { "name": "padener#consumer-1", "client_id": "padener", "type": "consumer", "ts": 5016483227792, "time": 1527060869, "age": 9000000,
          "replyq": 0, "msg_cnt": 0, "msg_size": 0, "simple_cnt": 0, "metadata_cache_cnt": 1,
          "brokers": {
            "one:9092/1": {
              "name": "one:9092/1", "nodeid": 1, "state": "UP", "stateage": 9057234, "outbuf_cnt": 2, "outbuf_msg_cnt": 0, "waitresp_cnt": 1,
              "tx": 320, "txbytes": 84283332, "txerrs": 0, "req_timeouts": 3,
              "rtt": { "min": 1580, "max": 3389, "avg": 2349, "sum": 8000, "stddev": 474, "p50": 2319, "p95": 3135, "p99": 3327, "outofrange": 0, "hdrsize": 13424, "cnt": 4 },
              "throttle": { "min": 0, "max": 12, "avg": 1, "sum": 12, "cnt": 34 },
              "req": { "Fetch": 318, "cnt": 4, "connects": 99 }, "connects": 2, "disconnects": 1,
              "toppars": { "documents-1": { "topic": "documents", "partition": 1 } } },
            "two:9092/2": {
              "name": "two:9092/2", "nodeid": 2, "outbuf_cnt": -1, "waitresp_cnt": 4, "req_timeouts": 0,
              "rtt": { "sum": 1000, "p99": 900, "cnt": 1 }, "throttle": { "max": 7 }, "connects": 1, "disconnects": 0 } },
          "topics": {
            "documents": {
              "topic": "documents", "age": 9060, "batchsize": { "cnt": 3, "sum": 5 },
              "partitions": {
                "0": { "partition": 0, "fetchq_cnt": 12, "fetchq_size": 3400, "consumer_lag": 10 },
                "-1": { "partition": -1, "fetchq_cnt": 0, "fetchq_size": 0, "consumer_lag": -1 } } } },
          "cgrp": { "state": "up", "stateage": 9059, "join_state": "steady", "rebalance_age": 8500, "rebalance_cnt": 2, "rebalance_reason": "", "assignment_size": 1 },
          "tx": 631, "tx_bytes": 168584479, "rx": 631, "rx_bytes": 31084, "txmsgs": 0, "rxmsgs": 4300 }
        """;

    [Fact]
    public void What_a_consumer_tells_is_summed_over_its_brokers()
    {
        ClientStatistics read = Read(Consumer);

        Assert.Equal(5016483227792, read.At);
        Assert.Equal(new ClientTotals(3, 3, 1, 168584479, 31084, 2), read.Totals);
        Assert.Equal(
            new ClientState(
                TimeSpan.FromMicroseconds(1800), TimeSpan.FromMicroseconds(3327), TimeSpan.FromMilliseconds(12), 7, 12, 3400, TimeSpan.FromMilliseconds(8500), true),
            read.State);
    }

    [Fact]
    public void A_producer_has_records_to_send_and_no_group()
    {
        ClientStatistics read = Read("""{"ts":7,"msg_cnt":22,"msg_size":1760,"brokers":{"a":{"rtt":{"sum":0,"p99":0,"cnt":0}}},"eos":{"txn_state":"Ready"},"tx_bytes":5}""");

        Assert.Equal(new ClientState(null, null, TimeSpan.Zero, 0, 22, 1760, null, null), read.State);
        Assert.Equal(new ClientTotals(0, 0, 0, 5, 0, 0), read.Totals);
    }

    [Theory]
    [InlineData("init")]
    [InlineData("wait-join")]
    [InlineData("wait-unassign-call")]
    public void Who_joins_is_not_steady(string state)
    {
        ClientState read = Read($$$"""{"cgrp":{"join_state":"{{{state}}}","rebalance_age":0,"rebalance_cnt":0}}""").State;

        Assert.False(read.IsSteady);
        Assert.Null(read.RebalanceAge);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"brokers\":5}")]
    [InlineData("{\"topics\":{\"a\":{\"partitions\":[]}}}")]
    [InlineData("{\"brokers\":{\"a\":{\"rtt\":{\"cnt\":4")]
    public void What_is_no_such_document_is_refused(string json) => Assert.ThrowsAny<JsonException>(() => Read(json));

    [Fact]
    public void A_value_that_is_no_number_counts_as_none() =>
        Assert.Equal((3, 0), (Read("""{"tx_bytes":{"a":[1,{"ts":9}]},"ts":3}""").At, Read("""{"tx_bytes":1e400}""").Totals.BytesSent));

    [Fact]
    public void Reading_allocates_nothing()
    {
        byte[] json = Encoding.UTF8.GetBytes(Consumer);
        StatisticsReader.Read(json);

        long before = GC.GetAllocatedBytesForCurrentThread();
        StatisticsReader.Read(json);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static ClientStatistics Read(string json) => StatisticsReader.Read(Encoding.UTF8.GetBytes(json));
}
