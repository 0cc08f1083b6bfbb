using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using PaDeNer.Streaming.Kafka.Clients.Statistics;

namespace PaDeNer.Streaming.Kafka.Tests.Statistics;

public sealed class ClientEarTests
{
    private readonly ClientReports _reports = new();
    private readonly ClientEar _ear;

    public ClientEarTests() => _ear = new ClientEar(ClientKind.Producer, 4, TimeSpan.FromSeconds(10), _reports, NullLogger.Instance);

    [Fact]
    public void A_report_says_how_far_totals_have_risen_since_the_one_before()
    {
        Tell(at: 1, sent: 100);
        Tell(at: 2, sent: 130);

        Assert.Equal([(4, 100), (4, 30)], _reports.All.Select(static one => (one.Number, one.Risen.BytesSent)));
    }

    [Fact]
    public void Totals_that_fall_because_a_broker_is_gone_count_for_nothing()
    {
        Tell(at: 1, sent: 100);
        Tell(at: 2, sent: 40);
        Tell(at: 3, sent: 50);

        Assert.Equal([100, 0, 10], _reports.All.Select(static one => one.Risen.BytesSent));
    }

    [Fact]
    public void What_was_told_before_and_is_read_later_is_dropped()
    {
        Tell(at: 2, sent: 100);
        Tell(at: 1, sent: 60);
        _ear.Read("no JSON");

        Assert.Equal(100, Assert.Single(_reports.All).Risen.BytesSent);
    }

    private void Tell(long at, long sent) => _ear.Read(string.Create(CultureInfo.InvariantCulture, $$"""{"ts":{{at}},"tx_bytes":{{sent}}}"""));
}
