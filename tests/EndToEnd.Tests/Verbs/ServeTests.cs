using System.Text.RegularExpressions;
using PaDeNer.EndToEnd.Tests.Brokers;
using PaDeNer.EndToEnd.Tests.Delivery;
using PaDeNer.EndToEnd.Tests.Processes;
using PaDeNer.Testing.Brokers;

namespace PaDeNer.EndToEnd.Tests.Verbs;

/// <summary>The daemon as its operators see it: probes, metrics, signals.</summary>
public partial class ServeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task It_is_ready_once_it_has_partitions_and_counts_what_it_does()
    {
        Repository.RequireDaemon();
        using InProcessBroker broker = new();
        await DaemonTopics.CreateAsync(broker);
        using ChildProcess daemon = DaemonProcess.Start(broker);
        await daemon.SaysAsync("assigned, epoch", Patience);
        using HttpClient http = new() { BaseAddress = new Uri(Address().Match(daemon.Output).Groups[1].Value) };
        Feed feed = new(60);
        feed.Write(broker.BootstrapServers, "documents", 0, feed.Records.Count);

        Assert.Equal("ready\n", await Get(http, "health/ready"));
        string entities = $"padener_stream_document_completed_total{{outcome=\"entities\"}} {feed.Documents.Count()}\n";
        string metrics = await Until(http, text => text.Contains(entities, StringComparison.Ordinal));
        Assert.Equal(feed.Poisons.Count(), DeadLettered().Matches(metrics).Sum(static match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));

        daemon.Terminate();
        Assert.Equal(0, await daemon.ExitAsync(Patience));
    }

    [Fact]
    public async Task A_second_signal_gives_up_what_the_first_one_would_wait_for()
    {
        Repository.RequireDaemon();
        InProcessBroker broker = new();
        await DaemonTopics.CreateAsync(broker);
        Feed feed = new(400);
        feed.Write(broker.BootstrapServers, "documents", 0, feed.Records.Count);
        using ChildProcess daemon = DaemonProcess.Start(broker, ("Host:DrainTimeout", "00:05:00"), ("Egress:CloseTimeout", "00:00:02"));
        using (TopicTail results = new(broker.BootstrapServers, "entities", 3))
        {
            results.ReadTo(20, Patience, () => daemon.Output);
        }

        broker.Dispose(); // what is in flight can no longer be committed
        daemon.Terminate();
        await daemon.SaysAsync("a second signal gives it up", Patience);
        Assert.False(daemon.HasExited);
        daemon.Terminate();

        await daemon.ExitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_service_manager_hears_when_it_is_ready_and_when_it_drains()
    {
        Repository.RequireDaemon();
        using InProcessBroker broker = new();
        await DaemonTopics.CreateAsync(broker);
        using NotifySocket manager = new();
        using ChildProcess daemon = DaemonProcess.Start(broker, manager.File);

        Assert.Equal("STATUS=Loading the model", await manager.NextAsync(Patience));
        Assert.Equal("READY=1", await manager.NextAsync(Patience));
        Assert.StartsWith("STATUS=Serving; health and metrics on http://", await manager.NextAsync(Patience), StringComparison.Ordinal);
        await daemon.SaysAsync("assigned, epoch", Patience);
        // Logs are what they are wherever there is no terminal.
        Assert.All(daemon.Output.Split('\n'), static line => Assert.StartsWith("{\"Timestamp\":", line, StringComparison.Ordinal));
        daemon.Terminate();
        List<string> told = [await manager.NextAsync(Patience)];
        while (told[^1] != "STOPPING=1")
        {
            told.Add(await manager.NextAsync(Patience));
        }

        Assert.Contains("WATCHDOG=1", told);
        Assert.All(told[..^1], static word => Assert.Matches("^(WATCHDOG=1|STATUS=(Not ready: .+|.+ documents/s, lag .+))$", word));
        Assert.Equal(0, await daemon.ExitAsync(Patience));
    }

    [Fact]
    public async Task A_service_manager_that_is_gone_does_not_keep_it_from_working()
    {
        Repository.RequireDaemon();
        using InProcessBroker broker = new();
        await DaemonTopics.CreateAsync(broker);
        using ChildProcess daemon = DaemonProcess.Start(broker, Path.Combine(Path.GetTempPath(), $"padener-{Guid.NewGuid():N}.gone"));

        await daemon.SaysAsync("systemd was not told READY=1", Patience);
        await daemon.SaysAsync("assigned, epoch", Patience);
        daemon.Terminate();
        Assert.Equal(0, await daemon.ExitAsync(Patience));
    }

    private static Task<string> Get(HttpClient http, string path) =>
        http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    private static async Task<string> Until(HttpClient http, Func<string, bool> seen)
    {
        long started = TimeProvider.System.GetTimestamp();
        string metrics = await Get(http, "metrics");
        while (!seen(metrics))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, metrics);
            await Task.Delay(100, TestContext.Current.CancellationToken);
            metrics = await Get(http, "metrics");
        }

        return metrics;
    }

    [GeneratedRegex(@"status page on (http://[^""\s]+)")]
    private static partial Regex Address();

    [GeneratedRegex(@"(?m)^padener_stream_record_dead_lettered_total\{[^}]*\} (\d+)$")]
    private static partial Regex DeadLettered();
}
