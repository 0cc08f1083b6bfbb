using PaDeNer.Daemon.Health;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Daemon.Telemetry;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Testing.Logging;
using PaDeNer.Testing.Streams;
using PaDeNer.Testing.Time;

namespace PaDeNer.Daemon.Tests.Hosting;

public sealed class ProgressServiceTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly ManualTimeProvider _time = new();
    private readonly StreamFigures _figures = new();
    private readonly StreamSupervision _supervision = new() { Reading = "polling", Publishing = "a transaction of 7 records" };
    private readonly Assignment _assignment = new();
    private readonly KeptLog<ProgressService> _log = new();
    private readonly DaemonState _state;
    private readonly ProgressService _service;

    public ProgressServiceTests()
    {
        _state = new DaemonState(_figures, new StallWatch(_figures, Patience, _time), _time, static () => null) { Phase = DaemonPhase.Serving };
        _service = new ProgressService(
            new ProgressWatch(_figures, static () => null, Patience, _time), _state, _figures, _supervision, _assignment, static () => (3, 4), _time, _log);
        _assignment.Assign([Given.Partition(1)]);
        _figures.SetPartitions(1);
        _figures.SetInFlight(7, 700);
        _figures.SetLastPoll(_time.GetTimestamp());
    }

    public void Dispose() => _service.Dispose();

    [Fact]
    public void How_everything_stands_is_written_down_before_the_clients_are_made_anew_and_before_the_end()
    {
        _service.Look();
        Assert.Empty(_log.Lines);
        _time.Advance(Patience);
        _service.Look();
        Assert.Equal(
            "Error: The stream stands still: lag unknown, 7 records in flight, 3 documents wait for the engine and 4 outcomes for the publisher; the poll thread is polling and was last seen 120 s ago, the publisher is at a transaction of 7 records",
            _log.Lines[0]);
        Assert.Contains("documents/1, epoch 1: read up to unknown", _log.Lines[1], StringComparison.Ordinal);
        Assert.Contains("clients are made anew", _log.Lines[2], StringComparison.Ordinal);
        _service.Look();
        _time.Advance(Patience);
        Assert.Throws<StreamStalledException>(_service.Look);
        Assert.Equal(5, _log.Lines.Count);
    }

    [Fact]
    public void A_daemon_that_starts_or_stops_is_left_alone()
    {
        _state.Phase = DaemonPhase.Draining;
        _service.Look();
        _time.Advance(TimeSpan.FromHours(1));
        _service.Look();
        Assert.Empty(_log.Lines);
    }
}
