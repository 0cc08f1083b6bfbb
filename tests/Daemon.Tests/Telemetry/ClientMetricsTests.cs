using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using PaDeNer.Daemon.Telemetry;
using PaDeNer.Streaming.Kafka.Clients.Statistics;
using PaDeNer.Testing.Time;

namespace PaDeNer.Daemon.Tests.Telemetry;

/// <summary>Reports of Kafka clients as a listener of the meter sees them.</summary>
[Collection("meters")]
public sealed class ClientMetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ManualTimeProvider _time = new();
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, double> _values = [];

    public ClientMetricsTests()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == InstrumentNames.Meter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void What_clients_tell_is_shown_for_each_of_them()
    {
        _ = Reported();

        Assert.Equal(0.009, Seen("client.round_trip.p99 producer"));
        Assert.Equal(0.25, Seen("client.round_trip.mean consumer"));
        Assert.Equal(0.04, Seen("client.throttle producer"));
        Assert.Equal((1, 3), (Seen("client.request.pending consumer"), Seen("client.request.pending producer")));
        Assert.Equal((7, 900), (Seen("client.queue.length consumer"), Seen("client.queue.size producer")));
        Assert.Equal((1, 2), (Seen("client.request.timed_out producer"), Seen("client.connection.tried producer")));
        Assert.Equal((5000, 7000), (Seen("client.network.received consumer"), Seen("client.network.sent producer")));
        Assert.Equal((2, 30, 1), (Seen("group.rebalanced"), Seen("group.rebalance.age"), Seen("group.steady")));
    }

    [Fact]
    public void A_client_that_takes_anothers_place_counts_on_and_the_one_before_is_not_shown_any_more()
    {
        ClientMetrics metrics = Reported();

        metrics.Reported(ReportedWork.Consumer(3, new ClientTotals(0, 1, 0, 10, 20, 1), isSteady: false));
        metrics.Reported(ReportedWork.Consumer(1, new ClientTotals(0, 0, 1, 0, 0, 0)));

        Assert.Equal((4, 2), (Seen("client.connection.tried consumer"), Seen("client.connection.lost consumer")));
        Assert.Equal((3, 0), (Seen("group.rebalanced"), Seen("group.steady")));
    }

    [Fact]
    public void A_client_that_tells_nothing_any_more_is_not_shown_as_it_was()
    {
        _ = Reported();

        _time.Advance(3 * ReportedWork.ClientInterval);
        Assert.NotNull(Seen("group.steady"));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((null, null), (Seen("group.steady"), Seen("client.queue.length consumer")));
        Assert.Equal(3, Seen("client.connection.tried consumer"));
    }

    [Fact]
    public void Without_responses_there_is_no_round_trip()
    {
        ClientMetrics metrics = Reported();

        metrics.Reported(new ClientReport(ClientKind.Producer, 2, ReportedWork.ClientInterval, default, default));

        Assert.Equal((null, null), (Seen("client.round_trip.mean producer"), Seen("client.round_trip.p99 producer")));
        Assert.Equal(0, Seen("client.request.pending producer"));
    }

    private ClientMetrics Reported() => ReportedWork.Clients(_services.GetRequiredService<IMeterFactory>(), _time);

    private double? Seen(string series)
    {
        foreach (string gauge in _values.Keys.Where(IsGauge).ToArray())
        {
            _values.Remove(gauge);
        }

        _listener.RecordObservableInstruments();
        return _values.TryGetValue("padener.stream." + series, out double value) ? value : null;
    }

    private static bool IsGauge(string series) => InstrumentNames.All.First(about => about.Name == series.Split(' ')[0]).Kind == InstrumentKind.Gauge;

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string series = tags.IsEmpty ? instrument.Name : $"{instrument.Name} {tags[0].Value}";
        _values[series] = IsGauge(series) ? value : _values.GetValueOrDefault(series) + value;
    }
}
