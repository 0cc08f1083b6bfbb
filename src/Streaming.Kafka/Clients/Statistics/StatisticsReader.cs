using System.Text.Json;

namespace PaDeNer.Streaming.Kafka.Clients.Statistics;

/// <summary>
/// Reads the JSON that librdkafka writes of a client. It has a few hundred fields for every broker and partition; what is not wanted is passed over,
/// and nothing is allocated. A field that is not there counts as 0.
/// </summary>
internal ref struct StatisticsReader
{
    private Utf8JsonReader _json;
    private ClientTotals _totals;
    private long _at, _pending, _produced, _producedBytes, _fetched, _fetchedBytes;
    private long _responses, _responseTime, _tail, _throttle;
    private long _rebalanceAge;
    private bool _isMember, _isSteady;

    private StatisticsReader(ReadOnlySpan<byte> json) => _json = new Utf8JsonReader(json);

    /// <summary>Reads one document.</summary>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static ClientStatistics Read(ReadOnlySpan<byte> json)
    {
        StatisticsReader reader = new(json);
        reader.Enter();
        reader.ReadClient();
        ClientState state = new(
            reader._responses > 0 ? Microseconds((double)reader._responseTime / reader._responses) : null,
            reader._responses > 0 ? Microseconds(reader._tail) : null,
            TimeSpan.FromMilliseconds(reader._throttle),
            reader._pending,
            reader._produced + reader._fetched,
            reader._producedBytes + reader._fetchedBytes,
            reader._totals.Rebalances > 0 ? TimeSpan.FromMilliseconds(reader._rebalanceAge) : null,
            reader._isMember ? reader._isSteady : null);
        return new ClientStatistics(reader._at, state, reader._totals);
    }

    private void ReadClient()
    {
        while (NextField())
        {
            if (_json.ValueTextEquals("ts"u8))
            {
                _at = Number();
            }
            else if (_json.ValueTextEquals("msg_cnt"u8))
            {
                _produced = Number();
            }
            else if (_json.ValueTextEquals("msg_size"u8))
            {
                _producedBytes = Number();
            }
            else if (_json.ValueTextEquals("tx_bytes"u8))
            {
                _totals = _totals with { BytesSent = Number() };
            }
            else if (_json.ValueTextEquals("rx_bytes"u8))
            {
                _totals = _totals with { BytesReceived = Number() };
            }
            else if (_json.ValueTextEquals("brokers"u8))
            {
                for (Enter(); NextField();)
                {
                    Enter();
                    ReadBroker();
                }
            }
            else if (_json.ValueTextEquals("topics"u8))
            {
                for (Enter(); NextField();)
                {
                    Enter();
                    ReadTopic();
                }
            }
            else if (_json.ValueTextEquals("cgrp"u8))
            {
                Enter();
                ReadGroup();
            }
            else
            {
                _json.Skip();
            }
        }
    }

    private void ReadBroker()
    {
        while (NextField())
        {
            if (_json.ValueTextEquals("outbuf_cnt"u8) || _json.ValueTextEquals("waitresp_cnt"u8))
            {
                _pending += Number();
            }
            else if (_json.ValueTextEquals("req_timeouts"u8))
            {
                _totals = _totals with { RequestsTimedOut = _totals.RequestsTimedOut + Number() };
            }
            else if (_json.ValueTextEquals("connects"u8))
            {
                _totals = _totals with { ConnectionsTried = _totals.ConnectionsTried + Number() };
            }
            else if (_json.ValueTextEquals("disconnects"u8))
            {
                _totals = _totals with { ConnectionsLost = _totals.ConnectionsLost + Number() };
            }
            else if (_json.ValueTextEquals("rtt"u8))
            {
                (long count, long sum, long tail, _) = ReadWindow();
                (_responses, _responseTime, _tail) = (_responses + count, _responseTime + sum, Math.Max(_tail, tail));
            }
            else if (_json.ValueTextEquals("throttle"u8))
            {
                _throttle = Math.Max(_throttle, ReadWindow().Longest);
            }
            else
            {
                _json.Skip();
            }
        }
    }

    // Values of the last interval.
    private (long Count, long Sum, long Tail, long Longest) ReadWindow()
    {
        long count = 0, sum = 0, tail = 0, longest = 0;
        for (Enter(); NextField();)
        {
            if (_json.ValueTextEquals("cnt"u8))
            {
                count = Number();
            }
            else if (_json.ValueTextEquals("sum"u8))
            {
                sum = Number();
            }
            else if (_json.ValueTextEquals("p99"u8))
            {
                tail = Number();
            }
            else if (_json.ValueTextEquals("max"u8))
            {
                longest = Number();
            }
            else
            {
                _json.Skip();
            }
        }

        return (count, sum, tail, longest);
    }

    // All partitions of a consumer share one queue, and each of them tells its whole length.
    private void ReadTopic()
    {
        while (NextField())
        {
            if (!_json.ValueTextEquals("partitions"u8))
            {
                _json.Skip();
                continue;
            }

            for (Enter(); NextField();)
            {
                for (Enter(); NextField();)
                {
                    if (_json.ValueTextEquals("fetchq_cnt"u8))
                    {
                        _fetched = Math.Max(_fetched, Number());
                    }
                    else if (_json.ValueTextEquals("fetchq_size"u8))
                    {
                        _fetchedBytes = Math.Max(_fetchedBytes, Number());
                    }
                    else
                    {
                        _json.Skip();
                    }
                }
            }
        }
    }

    private void ReadGroup()
    {
        _isMember = true;
        while (NextField())
        {
            if (_json.ValueTextEquals("join_state"u8))
            {
                _json.Read();
                _isSteady = _json.TokenType == JsonTokenType.String && _json.ValueTextEquals("steady"u8);
            }
            else if (_json.ValueTextEquals("rebalance_cnt"u8))
            {
                _totals = _totals with { Rebalances = Number() };
            }
            else if (_json.ValueTextEquals("rebalance_age"u8))
            {
                _rebalanceAge = Number();
            }
            else
            {
                _json.Skip();
            }
        }
    }

    private void Enter()
    {
        if (!_json.Read() || _json.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An object is missing.");
        }
    }

    private bool NextField() => _json.Read() && _json.TokenType == JsonTokenType.PropertyName;

    private long Number()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.Number)
        {
            return _json.TryGetInt64(out long number) ? Math.Max(0, number) : 0;
        }

        _json.Skip();
        return 0;
    }

    private static TimeSpan Microseconds(double value) => TimeSpan.FromMicroseconds(value);
}

/// <summary>One document of a client's statistics, as far as we want it.</summary>
/// <param name="At">The client's own clock, in microseconds from whenever.</param>
/// <param name="State">How it fares.</param>
/// <param name="Totals">What has only risen since it was made.</param>
internal readonly record struct ClientStatistics(long At, ClientState State, ClientTotals Totals);
