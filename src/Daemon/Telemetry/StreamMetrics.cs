using System.Diagnostics.Metrics;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Kafka.Sink.Transactions;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Daemon.Telemetry;

/// <summary>Every instrument. Hears the lanes and the stream, on their threads; keeps <see cref="StreamFigures"/> up to date as well.</summary>
internal sealed class StreamMetrics : IStepObserver, IStreamObserver, ITransactionObserver
{
    private const string Succeeded = "entities";
    private readonly StreamFigures _figures;
    private readonly TimeProvider _time;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _queueDuration;
    private readonly Histogram<double> _decodeDuration;
    private readonly Histogram<double> _stepDuration;
    private readonly Histogram<double> _stepPredicted;
    private readonly Counter<double> _stepHost;
    private readonly Histogram<double> _commitDuration;
    private readonly Histogram<long> _stepRows;
    private readonly Histogram<long> _stepSequences;
    private readonly Counter<long> _completed;
    private readonly Counter<long> _deadlineMissed;
    private readonly Counter<long> _tokensEvaluated;
    private readonly Counter<long> _tokensSaved;
    private readonly Counter<long> _published;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _overlaps;
    private readonly Counter<long> _ungrounded;
    private readonly Counter<long> _bounded;
    private readonly Counter<long> _deadLettered;
    private readonly Counter<long> _voided;
    private readonly Counter<long> _consumed;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _transactions;
    private readonly Counter<long> _rebuilds;
    private readonly Counter<long> _taken;
    private readonly Counter<long> _stepsFailed;
    private readonly Counter<long> _decodedAlone;

    /// <summary>Creates the instruments.</summary>
    public StreamMetrics(IMeterFactory meters, StreamFigures figures, TimeProvider time)
    {
        (_figures, _time) = (figures, time);
        InstrumentSet set = new(meters.Create(InstrumentNames.Meter));
        _duration = set.Seconds(InstrumentNames.DocumentDuration);
        _queueDuration = set.Seconds(InstrumentNames.DocumentQueueDuration);
        _decodeDuration = set.Seconds(InstrumentNames.DocumentDecodeDuration);
        _stepPredicted = set.Seconds(InstrumentNames.StepPredicted);
        _stepDuration = set.Seconds(InstrumentNames.StepDuration);
        _stepHost = set.Time(InstrumentNames.StepHostTime);
        _commitDuration = set.Seconds(InstrumentNames.CommitDuration);
        _stepRows = set.Sizes(InstrumentNames.StepRows);
        _stepSequences = set.Sizes(InstrumentNames.StepSequences);
        _completed = set.Counter(InstrumentNames.DocumentCompleted);
        _deadlineMissed = set.Counter(InstrumentNames.DocumentDeadlineMissed);
        _tokensEvaluated = set.Counter(InstrumentNames.TokenEvaluated);
        _tokensSaved = set.Counter(InstrumentNames.TokenSaved);
        _published = set.Counter(InstrumentNames.EntityPublished);
        _duplicates = set.Counter(InstrumentNames.MentionDuplicate);
        _overlaps = set.Counter(InstrumentNames.MentionOverlapping);
        _ungrounded = set.Counter(InstrumentNames.MentionUngrounded);
        _bounded = set.Counter(InstrumentNames.OutputBounded);
        _deadLettered = set.Counter(InstrumentNames.RecordDeadLettered);
        _voided = set.Counter(InstrumentNames.RecordVoided);
        _consumed = set.Counter(InstrumentNames.ConsumedMessages);
        _sent = set.Counter(InstrumentNames.SentMessages);
        _transactions = set.Counter(InstrumentNames.TransactionEnded);
        _rebuilds = set.Counter(InstrumentNames.ProducerRebuilt);
        _taken = set.Counter(InstrumentNames.PartitionTaken);
        _stepsFailed = set.Counter(InstrumentNames.StepFailed);
        _decodedAlone = set.Counter(InstrumentNames.DocumentDecodedAlone);
        StreamGauges.Register(set, figures, time);
        StartAtZero();
    }

    /// <inheritdoc/>
    public void StepDone(in StepReport report)
    {
        KeyValuePair<string, object?> lane = new(InstrumentTags.Lane, report.Lane);
        _stepDuration.Record(report.EngineTime.TotalSeconds, lane);
        _stepHost.Add(report.HostTime.TotalSeconds);
        if (report.Traces is { } documents)
        {
            DocumentSpans.MicroBatch(report, documents, _time.GetUtcNow());
        }

        if (report.PredictedTime is { } predicted)
        {
            _stepPredicted.Record(predicted.TotalSeconds, lane);
        }

        RecordRows(report.Contents.PrefixRows, "prefix");
        RecordRows(report.Contents.CountRows, "count");
        RecordRows(report.Contents.MentionRows, "mention");
        _stepSequences.Record(report.Contents.Sequences);
        long now = _time.GetTimestamp();
        _figures.SetLastStep(now);
        _figures.AddProgress();
        _figures.Lanes[report.Lane] = new LaneFigures(
            report.DocumentsInFlight, report.SequencesInFlight, report.KvCellsUsed, report.KvCellsTotal, report.SlotsUsed, report.SlotsTotal, now, report.PredictionError, report.DocumentLimit);
    }

    /// <inheritdoc/>
    public void StepFailed(int lane, int documents) => _stepsFailed.Add(1);

    /// <inheritdoc/>
    public void DocumentAlone(int lane) => _decodedAlone.Add(1, Alone("step_failed"));

    /// <inheritdoc/>
    public void DecodedAlone() => _decodedAlone.Add(1, Alone("process_ended"));

    /// <inheritdoc/>
    public void DocumentDecoded(JobOutcome outcome)
    {
        using WithTrace trace = new(outcome.Trace);
        _queueDuration.Record(outcome.Timings.QueueTime.TotalSeconds);
        _decodeDuration.Record(outcome.Timings.ServiceTime.TotalSeconds);
        _figures.AddProgress();
    }

    /// <inheritdoc/>
    public void Polled() => _figures.SetLastPoll(_time.GetTimestamp());

    /// <inheritdoc/>
    public void AssignmentChanged(int partitions) => _figures.SetPartitions(partitions);

    /// <inheritdoc/>
    public void Consumed(SourceRecord record) => _consumed.Add(1);

    /// <inheritdoc/>
    public void Completed(JobOutcome outcome, string? fault, TimeSpan latency)
    {
        KeyValuePair<string, object?> tag = new(InstrumentTags.Outcome, fault ?? Succeeded);
        using (new WithTrace(outcome.Trace))
        {
            _completed.Add(1, tag);
            _duration.Record(latency.TotalSeconds, tag);
        }

        if (outcome.Trace is { } trace)
        {
            DocumentSpans.End(trace, outcome, fault, latency);
        }

        if (outcome.Timings.DeadlineMissed)
        {
            _deadlineMissed.Add(1);
        }

        if (fault is null && outcome.Outcome.Entities is { } entities)
        {
            Count(entities);
            _figures.Latencies.Add(latency);
        }
        else
        {
            _figures.AddFault(fault ?? Succeeded, outcome.Outcome.Detail, _time.GetUtcNow());
        }
    }

    /// <inheritdoc/>
    public void DeadLettered(string fault)
    {
        _deadLettered.Add(1, new KeyValuePair<string, object?>(InstrumentTags.ErrorType, fault));
        _figures.AddDeadLetter();
    }

    /// <inheritdoc/>
    public void Published(int entities) => _published.Add(entities);

    /// <inheritdoc/>
    public void Committed(int records, TimeSpan duration)
    {
        _commitDuration.Record(duration.TotalSeconds);
        _figures.AddProgress();
    }

    /// <inheritdoc/>
    public void Ended(TransactionEnd end) => _transactions.Add(1, End(end));

    /// <inheritdoc/>
    public void ProducerReady(bool isReady) => _figures.SetTransactionsPossible(isReady);

    /// <inheritdoc/>
    public void ProducerRebuilt(RebuildReason reason) => _rebuilds.Add(1, Reason(reason));

    /// <inheritdoc/>
    public void Sent(SinkTopic topic, int records) => _sent.Add(records, Destination(topic));

    /// <inheritdoc/>
    public void Halted(int partitions) => _figures.SetHalted(partitions);

    /// <inheritdoc/>
    public void InFlight(int records, long bytes) => _figures.SetInFlight(records, bytes);

    /// <inheritdoc/>
    public void Waiting(long? undecoded, long? uncommitted)
    {
        long now = _time.GetTimestamp();
        _figures.Undecoded.Set(undecoded, now);
        _figures.Uncommitted.Set(uncommitted, now);
    }

    /// <inheritdoc/>
    public void Voided(int records) => _voided.Add(records);

    /// <inheritdoc/>
    public void PartitionsTaken(int partitions, bool lost) => _taken.Add(partitions, Taken(lost));

    /// <inheritdoc/>
    public void Source(SourceState state) => _figures.SetAnswers(state);

    /// <inheritdoc/>
    public void Lag(SourcePartition partition, long records, long? oldest) => _figures.Lags[(partition.Topic, partition.Number)] = new KnownLag(records, oldest);

    /// <inheritdoc/>
    public void LagUnknown(SourcePartition partition) => _figures.Lags.TryRemove((partition.Topic, partition.Number), out _);

    /// <inheritdoc/>
    public void Paused(bool paused) => _figures.SetPaused(paused);

    /// <summary>A counter that appears only with its first count hides that count from rates and alerts.</summary>
    private void StartAtZero()
    {
        Counter<long>[] plain =
            [_deadlineMissed, _tokensEvaluated, _tokensSaved, _published, _duplicates, _overlaps, _ungrounded, _voided, _consumed, _stepsFailed];
        foreach (Counter<long> counter in plain)
        {
            counter.Add(0);
        }

        _stepHost.Add(0);
        CountBounded(0, 0, 0, 0);
        _taken.Add(0, Taken(lost: false));
        _taken.Add(0, Taken(lost: true));
        _decodedAlone.Add(0, Alone("step_failed"));
        _decodedAlone.Add(0, Alone("process_ended"));
        _sent.Add(0, Destination(SinkTopic.Output));
        _sent.Add(0, Destination(SinkTopic.DeadLetter));
        _completed.Add(0, new KeyValuePair<string, object?>(InstrumentTags.Outcome, Succeeded));
        foreach (TransactionEnd end in Enum.GetValues<TransactionEnd>())
        {
            _transactions.Add(0, End(end));
        }

        foreach (RebuildReason reason in Enum.GetValues<RebuildReason>())
        {
            _rebuilds.Add(0, Reason(reason));
        }

        foreach (DocumentFault fault in Enum.GetValues<DocumentFault>())
        {
            _completed.Add(0, new KeyValuePair<string, object?>(InstrumentTags.Outcome, FaultNames.Of(fault)));
            _deadLettered.Add(0, new KeyValuePair<string, object?>(InstrumentTags.ErrorType, FaultNames.Of(fault)));
        }
    }

    private static KeyValuePair<string, object?> Taken(bool lost) => new(InstrumentTags.Reason, lost ? "lost" : "revoked");

    private static KeyValuePair<string, object?> Alone(string reason) => new(InstrumentTags.Reason, reason);

    private static KeyValuePair<string, object?> End(TransactionEnd end) => new(InstrumentTags.Outcome, end switch
    {
        TransactionEnd.Committed => "committed",
        TransactionEnd.Aborted => "aborted",
        TransactionEnd.Lost => "lost",
        _ => "unclear",
    });

    private static KeyValuePair<string, object?> Reason(RebuildReason reason) => new(InstrumentTags.ErrorType, reason switch
    {
        RebuildReason.TimedOut => "timed_out",
        RebuildReason.Fenced => "fenced",
        RebuildReason.Hung => "hung",
        RebuildReason.FilesChanged => "files_changed",
        _ => "failed",
    });

    private static KeyValuePair<string, object?> Destination(SinkTopic topic) =>
        new(InstrumentTags.Destination, topic == SinkTopic.Output ? "output" : "dead_letter");

    private void RecordRows(int rows, string phase)
    {
        if (rows > 0)
        {
            _stepRows.Record(rows, new KeyValuePair<string, object?>(InstrumentTags.Phase, phase));
        }
    }

    private void CountBounded(int countsInvalid, int countsClamped, int mentionsCut, int mentionsRepeated)
    {
        _bounded.Add(countsInvalid, new KeyValuePair<string, object?>(InstrumentTags.Reason, "count_invalid"));
        _bounded.Add(countsClamped, new KeyValuePair<string, object?>(InstrumentTags.Reason, "count_clamped"));
        _bounded.Add(mentionsCut, new KeyValuePair<string, object?>(InstrumentTags.Reason, "mention_cut"));
        _bounded.Add(mentionsRepeated, new KeyValuePair<string, object?>(InstrumentTags.Reason, "mention_repeated"));
    }

    private void Count(DocumentEntities entities)
    {
        DecodingStatistics statistics = entities.Statistics;
        int saved = Math.Max(0, statistics.TokensSaved);
        _tokensEvaluated.Add(statistics.TokensEvaluated);
        _tokensSaved.Add(saved);
        _duplicates.Add(statistics.DuplicatesRemoved);
        _overlaps.Add(statistics.OverlapsRemoved);
        _ungrounded.Add(statistics.Ungrounded);
        CountBounded(statistics.CountsInvalid, statistics.CountsClamped, statistics.MentionsCut, statistics.RepeatsMerged);
        _figures.AddDocument(entities.Entities.Count, statistics.TokensEvaluated, saved, statistics.DuplicatesRemoved, statistics.Ungrounded);
    }
}
