using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Abstractions;
using PaDeNer.Daemon.Health;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Daemon.Telemetry;
using PaDeNer.Testing.Time;

namespace PaDeNer.Daemon.Tests.Hosting;

public class ServiceReportTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly ManualTimeProvider _time = new();
    private readonly StreamFigures _figures = new();
    private readonly ToldNotifier _systemd = new();
    private readonly DaemonState _state;
    private readonly ServiceReport _report;
    private string? _brokers;

    public ServiceReportTests()
    {
        _state = new DaemonState(_figures, new StallWatch(_figures, Patience, _time), _time, () => _brokers) { Phase = DaemonPhase.Serving };
        _figures.SetPartitions(2);
        _figures.SetLastPoll(_time.GetTimestamp());
        _report = new ServiceReport(new ServiceManager(_systemd, NullLogger.Instance), _state, _figures, _time);
    }

    [Fact]
    public void What_it_does_is_told_with_the_rate_since_the_last_time_and_once_where_it_stays_the_same()
    {
        _figures.Lags[("documents", 0)] = new KnownLag(17, null);
        _figures.SetInFlight(3, 100);
        Tell(TimeSpan.FromSeconds(5));
        _figures.Lags[("documents", 1)] = new KnownLag(4, null);
        for (int i = 0; i < 25; i++)
        {
            _figures.AddDocument(1, 1, 1, 0, 0);
        }

        Tell(TimeSpan.FromSeconds(10));
        _figures.SetPaused(true);
        Tell(TimeSpan.FromSeconds(5));
        Tell(TimeSpan.FromSeconds(5));

        Assert.Equal(
            [
                "WATCHDOG=1", "STATUS=0 documents/s, lag unknown, 3 in flight, 2 partitions",
                "WATCHDOG=1", "STATUS=2.5 documents/s, lag 21, 3 in flight, 2 partitions",
                "WATCHDOG=1", "STATUS=0 documents/s, lag 21, 3 in flight, 2 partitions, paused",
                "WATCHDOG=1",
            ],
            _systemd.Told);
    }

    [Fact]
    public void It_lives_without_work_and_without_brokers_and_while_it_stops()
    {
        _brokers = "the brokers do not answer";
        Tell(TimeSpan.FromDays(1));
        _state.Phase = DaemonPhase.Draining;
        Tell(TimeSpan.FromSeconds(5));

        Assert.Equal(
            ["WATCHDOG=1", "STATUS=Not ready: the brokers do not answer", "WATCHDOG=1", "STATUS=Not ready: the daemon is stopping"],
            _systemd.Told);
    }

    [Fact]
    public void It_does_not_live_where_the_engine_hangs()
    {
        _figures.Undecoded.Set(_time.GetTimestamp(), _time.GetTimestamp());
        Tell(Patience + TimeSpan.FromSeconds(1));

        Assert.StartsWith("STATUS=Hangs: documents wait and no lane has finished a step", Assert.Single(_systemd.Told), StringComparison.Ordinal);
    }

    [Fact]
    public void It_does_not_live_where_the_poll_thread_hangs()
    {
        _time.Advance(DaemonState.PollPatience + TimeSpan.FromSeconds(1));
        _report.Tell();

        Assert.StartsWith("STATUS=Hangs: the consumer has not polled", Assert.Single(_systemd.Told), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 5)]
    [InlineData(60, 5)]
    [InlineData(9, 3)]
    public void The_watchdog_is_fed_three_times_in_its_time(int? seconds, int interval) => Assert.Equal(
        TimeSpan.FromSeconds(interval), ServiceReport.Interval(seconds is { } wait ? TimeSpan.FromSeconds(wait) : null));

    /// <summary>Some time passes, in which the poll thread goes on.</summary>
    private void Tell(TimeSpan later)
    {
        _time.Advance(later);
        _figures.SetLastPoll(_time.GetTimestamp());
        _report.Tell();
    }

    private sealed class ToldNotifier : ISystemdNotifier
    {
        public List<string> Told { get; } = [];

        public bool IsEnabled => true;

        public void Notify(ServiceState state) => Told.Add(state.ToString()!);
    }
}
