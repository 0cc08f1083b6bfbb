using PaDeNer.Daemon.Telemetry;
using PaDeNer.Streaming.Partitions;

namespace PaDeNer.Daemon.Health;

/// <summary>Puts the status page's figures together.</summary>
/// <param name="figures">What the stream does.</param>
/// <param name="state">Whether it is ready.</param>
/// <param name="about">Facts that do not change.</param>
/// <param name="time">The clock.</param>
/// <param name="assignment">The partitions held; null where there is no stream.</param>
internal sealed class StatusSource(StreamFigures figures, DaemonState state, DaemonAbout about, TimeProvider time, Assignment? assignment = null)
{
    private readonly long _started = time.GetTimestamp();

    /// <summary>The figures as they stand now.</summary>
    public StatusReport Current()
    {
        TimeSpan[]? latencies = figures.Latencies.Percentiles(50, 99);
        long cells = figures.Lanes.Values.Sum(static lane => (long)lane.KvCells);
        return new StatusReport
        {
            NotReady = state.WhyNotReady(),
            Phase = state.Phase.ToString(),
            UptimeSeconds = time.GetElapsedTime(_started).TotalSeconds,
            About = about.Facts,
            Documents = figures.Documents,
            Faults = figures.Faults,
            Entities = figures.Entities,
            DeadLetters = figures.DeadLetters,
            InFlight = figures.InFlight,
            Partitions = figures.Partitions,
            Lag = figures.LagInAll,
            LagSeconds = figures.LagAge(time)?.TotalSeconds,
            P50Milliseconds = latencies?[0].TotalMilliseconds,
            P99Milliseconds = latencies?[1].TotalMilliseconds,
            SavedShare = figures.SavedShare,
            Duplicates = figures.Duplicates,
            PartitionStates = [.. assignment?.Look().Select(ReportOf) ?? []],
            FaultReasons =
            [
                .. figures.FaultsByReason.OrderByDescending(static one => one.Value.Last)
                    .Select(static one => new FaultReport(one.Key, one.Value.Count, one.Value.Last.ToUnixTimeMilliseconds(), one.Value.Detail)),
            ],
            KvCacheUtilization = cells == 0 ? 0 : (double)figures.Lanes.Values.Sum(static lane => (long)lane.KvCellsUsed) / cells,
        };
    }

    private PartitionReport ReportOf(PartitionView view) => new(
        view.Partition.Topic,
        view.Partition.Number,
        figures.Lags.TryGetValue((view.Partition.Topic, view.Partition.Number), out KnownLag lag) ? lag.Records : null,
        view.InFlight,
        view.WhyHalted is not null ? "halted" : view.IsPaused || figures.Paused ? "paused" : "reading",
        view.WhyHalted);
}
