using System.Diagnostics.Metrics;

namespace PaDeNer.Daemon.Telemetry;

/// <summary>The instruments that are read off <see cref="StreamFigures"/> when somebody scrapes.</summary>
internal static class StreamGauges
{
    /// <summary>Creates them.</summary>
    public static void Register(InstrumentSet set, StreamFigures figures, TimeProvider time)
    {
        set.Gauge<double>(InstrumentNames.DocumentOldestAge, () => [new(OldestAge(figures, time))]);
        set.Gauge<long>(InstrumentNames.DocumentInFlight, () => [new(figures.InFlight)]);
        set.Gauge<long>(InstrumentNames.DocumentInFlightSize, () => [new(figures.InFlightBytes)]);
        set.Gauge<long>(InstrumentNames.PartitionAssigned, () => [new(Math.Max(0, figures.Partitions))]);
        set.Gauge<long>(InstrumentNames.PartitionHalted, () => [new(figures.Halted)]);
        set.Gauge<long>(InstrumentNames.ConsumerPaused, () => [new(figures.Paused ? 1 : 0)]);
        set.Gauge<long>(InstrumentNames.Ready, () => [new(figures.IsReady?.Invoke() == true ? 1 : 0)]);
        set.Gauge(InstrumentNames.DocumentDecoding, () => PerLane<long>(figures, static lane => lane.Documents));
        set.Gauge(InstrumentNames.DocumentLimit, () => PerLane<long>(figures, static lane => lane.DocumentLimit));
        set.Gauge(InstrumentNames.StepPredictionError, () => PerLane(figures, static lane => lane.PredictionError));
        set.Gauge(InstrumentNames.SequenceInFlight, () => PerLane<long>(figures, static lane => lane.Sequences));
        set.Gauge(InstrumentNames.KvCacheUsed, () => PerLane<long>(figures, static lane => lane.KvCellsUsed));
        set.Gauge(InstrumentNames.KvCacheUtilization, () => PerLane(figures, static lane => (double)lane.KvCellsUsed / lane.KvCells));
        set.Gauge(InstrumentNames.SlotUtilization, () => PerLane(figures, static lane => (double)lane.SlotsUsed / lane.Slots));
        set.Gauge(InstrumentNames.PartitionLag, () => ByPartition(figures).Select(static lag => PerPartition(lag.Key, lag.Value.Records)));
        set.Gauge(InstrumentNames.PartitionLagAge, () => ByPartition(figures)
            .Select(lag => (lag.Key, Age: lag.Value.Age(time)))
            .Where(static lag => lag.Age is not null)
            .Select(static lag => PerPartition(lag.Key, lag.Age!.Value.TotalSeconds)));
        set.Gauge(InstrumentNames.BrokerAnswering, () => IfKnown(figures.Answers.BrokersAnswer));
        set.Gauge(InstrumentNames.GroupAnswering, () => IfKnown(figures.Answers.GroupAnswers));
        set.Gauge<long>(InstrumentNames.ProducerReady, () => [new(figures.TransactionsPossible ? 1 : 0)]);
    }

    // Always in one order, whatever the dictionary's is.
    private static IEnumerable<KeyValuePair<(string Topic, int Partition), KnownLag>> ByPartition(StreamFigures figures) =>
        figures.Lags.ToArray().OrderBy(static lag => lag.Key.Topic, StringComparer.Ordinal).ThenBy(static lag => lag.Key.Partition);

    // What is not known is absent: a 0 would be an answer.
    private static Measurement<long>[] IfKnown(bool? answer) => answer is { } known ? [new(known ? 1 : 0)] : [];

    private static Measurement<T> PerPartition<T>((string Topic, int Partition) partition, T value)
        where T : struct =>
        new(value, new KeyValuePair<string, object?>(InstrumentTags.Topic, partition.Topic), new KeyValuePair<string, object?>(InstrumentTags.Partition, partition.Partition));

    private static double OldestAge(StreamFigures figures, TimeProvider time) =>
        Math.Max(AgeOf(figures.Undecoded, time), AgeOf(figures.Uncommitted, time));

    private static double AgeOf(OldestRecord record, TimeProvider time) =>
        record.Received is { } received ? time.GetElapsedTime(received).TotalSeconds : 0;

    private static IEnumerable<Measurement<T>> PerLane<T>(StreamFigures figures, Func<LaneFigures, T> value)
        where T : struct =>
        figures.Lanes.Select(lane => new Measurement<T>(value(lane.Value), new KeyValuePair<string, object?>(InstrumentTags.Lane, lane.Key)));
}
