using System.Globalization;
using System.Text.RegularExpressions;
using PaDeNer.EndToEnd.Tests.Brokers;
using PaDeNer.EndToEnd.Tests.Delivery;
using PaDeNer.EndToEnd.Tests.Processes;
using PaDeNer.Testing.Brokers;

namespace PaDeNer.EndToEnd.Tests.Dashboards;

/// <summary>What a daemon's Kafka clients tell of a real broker, of both group protocols, and of one that goes away and comes back.</summary>
public sealed partial class ClientSeriesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData("classic")]
    [InlineData("consumer")]
    public async Task Figures_of_clients_move_with_what_they_do_and_with_a_broker_that_goes(string protocol)
    {
        Repository.RequireDaemon();
        using ApacheKafka broker = await ApacheKafka.StartAsync();
        await DaemonTopics.CreateAsync(broker);
        (string, string)[] settings = [("Kafka:StatisticsInterval", "00:00:01"), ("Kafka:GroupProtocol", protocol), .. protocol == "classic" ? [] : (ReadOnlySpan<(string, string)>)[("Kafka:SessionTimeout", "00:00:45")]];
        using ChildProcess daemon = DaemonProcess.Start(broker, settings);
        await daemon.SaysAsync("assigned, epoch", Patience);
        using HttpClient http = new() { BaseAddress = new Uri(Health().Match(daemon.Output).Groups[1].Value) };
        await UntilAsync(http, "the consumer is in its group", "group_steady == 1", static series => series("group_steady") == 1 && series("group_rebalanced_total") >= 1);
        double before = (await SeriesAsync(http))("client_network_sent_bytes_total{client=\"producer\"}") ?? 0;

        Feed feed = new(100);
        feed.Write(broker.BootstrapServers, "documents", 0, feed.Records.Count);

        await UntilAsync(http, "the producer tells of what it has written", "sent and answered", series =>
            series("client_network_sent_bytes_total{client=\"producer\"}") > before + 1000 && series("client_round_trip_p99_seconds{client=\"producer\"}") > 0);
        await UntilAsync(http, "nothing is left in the producer", "queue 0", static series => series("client_queue_length{client=\"producer\"}") == 0);
        double lost = (await SeriesAsync(http))("client_connection_lost_total{client=\"consumer\"}")!.Value;

        await broker.StopAsync(clean: false);
        await UntilAsync(http, "connections are lost and tried again", "connection_lost", series => series("client_connection_lost_total{client=\"consumer\"}") > lost);
        double tried = (await SeriesAsync(http))("client_connection_tried_total{client=\"consumer\"}")!.Value;
        await broker.StartAgainAsync();
        await UntilAsync(http, "they are there again", "connection_tried", series => series("client_connection_tried_total{client=\"consumer\"}") > tried && series("group_steady") == 1);

        daemon.Terminate();
        await daemon.ExitAsync(Patience);
    }

    private static async Task<Func<string, double?>> SeriesAsync(HttpClient http)
    {
        string text = await http.GetStringAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        Dictionary<string, double> samples = Sample().Matches(text).ToDictionary(
            static sample => sample.Groups[1].Value.Replace("{}", string.Empty, StringComparison.Ordinal), static sample => double.Parse(sample.Groups[2].Value, CultureInfo.InvariantCulture));
        return series => samples.TryGetValue(series, out double value) ? value : null;
    }

    private static async Task UntilAsync(HttpClient http, string what, string condition, Func<Func<string, double?>, bool> holds)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!holds(await SeriesAsync(http)))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"Not so: {what} ({condition})");
            await Task.Delay(250, TestContext.Current.CancellationToken);
        }
    }

    [GeneratedRegex(@"status page on (http://[^""\s]+)")]
    private static partial Regex Health();

    [GeneratedRegex(@"(?m)^padener_stream_(\S+) (\S+)$")]
    private static partial Regex Sample();
}
