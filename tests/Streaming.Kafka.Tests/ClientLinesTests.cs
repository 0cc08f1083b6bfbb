using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Testing.Logging;
using PaDeNer.Testing.Time;

namespace PaDeNer.Streaming.Kafka.Tests;

public sealed class ClientLinesTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly KeptLog<ClientLines> _log = new();
    private readonly ClientLines _lines;

    public ClientLinesTests() => _lines = new ClientLines(_log, _time);

    [Fact]
    public void A_minute_of_refused_connections_is_a_line_a_summary_and_its_end()
    {
        for (int line = 0; line < 1200; line++)
        {
            Refused("consumer-1", 9092, line);
            _time.Advance(TimeSpan.FromMilliseconds(50));
            _lines.Tick();
        }

        Assert.Equal(2, _log.Lines.Count);
        Assert.Equal("Error: consumer-1 FAIL: host:9092/1: Connection refused (after 0ms in state CONNECT)", _log.Lines[0]);
        Assert.StartsWith("Error: consumer-1 FAIL: 600 more such lines in 30 s, the last: host:9092/1: Connection refused (after 600ms", _log.Lines[1], StringComparison.Ordinal);
        Refused("consumer-1", 9092, 0);
        _time.Advance(TimeSpan.FromSeconds(15));
        _lines.Tick();
        Assert.StartsWith("Information: consumer-1 FAIL: no more of this, after 1201 lines in 60 s: host:9092/1: Connection refused", _log.Lines[^1], StringComparison.Ordinal);
        _lines.Tick();
        Assert.Equal(3, _log.Lines.Count);
        Refused("consumer-1", 9092, 0);
        Assert.Equal(_log.Lines[0], _log.Lines[^1]);
    }

    [Fact]
    public void What_differs_by_more_than_numbers_is_told_at_once()
    {
        Refused("consumer-1", 9092, 0);
        Refused("producer-2", 9092, 0);
        _lines.Say(LogLevel.Error, "consumer-1", "FAIL", "host:9092/1: SASL authentication failed (after 3ms in state AUTH)");
        _lines.Say(LogLevel.Error, "consumer-1", "SESSTMOUT", "host:9092/1: Connection refused (after 0ms in state CONNECT)");
        Refused("consumer-1", 9093, 12);
        Assert.Equal(4, _log.Lines.Count);
    }

    [Fact]
    public void One_line_that_is_not_said_again_needs_no_end()
    {
        Refused("consumer-1", 9092, 0);
        _time.Advance(TimeSpan.FromSeconds(15));
        _lines.Tick();
        Assert.Single(_log.Lines);
        Refused("consumer-1", 9092, 0);
        Assert.Equal(2, _log.Lines.Count);
    }

    [Fact]
    public void A_client_that_never_says_the_same_twice_does_not_fill_the_memory_or_the_log()
    {
        for (int line = 0; line < 10_000; line++)
        {
            _lines.Say(LogLevel.Warning, "consumer-1", "TERMINATE", new string('x', line % 5_000));
        }

        Assert.InRange(_log.Lines.Count, 256, 258);
    }

    private void Refused(string client, int port, int after) =>
        _lines.Say(LogLevel.Error, client, "FAIL", $"host:{port}/1: Connection refused (after {after}ms in state CONNECT)");
}
