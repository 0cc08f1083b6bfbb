using PaDeNer.Daemon.Telemetry;

namespace PaDeNer.Daemon.Health;

/// <summary>Puts the status page's figures together.</summary>
internal sealed class StatusSource(StreamFigures figures, DaemonState state, DaemonAbout about, TimeProvider time)
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
            KvCacheUtilization = cells == 0 ? 0 : (double)figures.Lanes.Values.Sum(static lane => (long)lane.KvCellsUsed) / cells,
        };
    }
}
