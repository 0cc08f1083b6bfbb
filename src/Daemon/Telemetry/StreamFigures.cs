using System.Collections.Concurrent;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Daemon.Telemetry;

/// <summary>The figures people and probes ask for, as they stand now. Written by <see cref="StreamMetrics"/> only. Safe for threads.</summary>
internal sealed class StreamFigures
{
    private const int LatenciesKept = 4096;
    private long _documents;
    private long _faults;
    private long _entities;
    private long _deadLetters;
    private long _tokensEvaluated;
    private long _tokensSaved;
    private long _duplicates;
    private long _ungrounded;
    private int _partitions = -1;
    private int _halted;
    private int _inFlight;
    private long _inFlightBytes;
    private bool _paused;
    private bool _writes = true;
    private long _lastPoll;
    private long _lastStep;
    private long _progress;
    private volatile Answer _answers = new(default);

    /// <summary>Documents that ended with entities, possibly none.</summary>
    public long Documents => Interlocked.Read(ref _documents);

    /// <summary>Documents and records that ended with a fault.</summary>
    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>Entities published.</summary>
    public long Entities => Interlocked.Read(ref _entities);

    /// <summary>Records dead-lettered.</summary>
    public long DeadLetters => Interlocked.Read(ref _deadLetters);

    /// <summary>Tokens evaluated.</summary>
    public long TokensEvaluated => Interlocked.Read(ref _tokensEvaluated);

    /// <summary>Tokens that sharing saved.</summary>
    public long TokensSaved => Interlocked.Read(ref _tokensSaved);

    /// <summary>Share of all prompt and decode tokens that sharing saved; 0 to 1.</summary>
    public double SavedShare => TokensEvaluated + TokensSaved is > 0 and long all ? (double)TokensSaved / all : 0;

    /// <summary>Duplicate mentions removed.</summary>
    public long Duplicates => Interlocked.Read(ref _duplicates);

    /// <summary>Mentions that do not occur in their text.</summary>
    public long Ungrounded => Interlocked.Read(ref _ungrounded);

    /// <summary>Partitions held; -1 until the first assignment.</summary>
    public int Partitions => Volatile.Read(ref _partitions);

    /// <summary>Partitions that stand still until people raise a limit.</summary>
    public int Halted => Volatile.Read(ref _halted);

    /// <summary>Records read and not committed.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Their bytes.</summary>
    public long InFlightBytes => Interlocked.Read(ref _inFlightBytes);

    /// <summary>Says whether documents are taken; asked by whoever scrapes. Null before the daemon is put together.</summary>
    public Func<bool>? IsReady { get; set; }

    /// <summary>Whether fetching is paused.</summary>
    public bool Paused => Volatile.Read(ref _paused);

    /// <summary>Whether results can be written: false while a producer of transactions is being made.</summary>
    public bool TransactionsPossible => Volatile.Read(ref _writes);

    /// <summary>When the poll thread was last seen, as a timestamp; 0 if never.</summary>
    public long LastPoll => Interlocked.Read(ref _lastPoll);

    /// <summary>The oldest record that waits for its outcome.</summary>
    public OldestRecord Undecoded { get; } = new();

    /// <summary>The oldest record that only waits for its commit.</summary>
    public OldestRecord Uncommitted { get; } = new();

    /// <summary>When a lane last finished a step, as a timestamp; 0 if none has.</summary>
    public long LastStep => Interlocked.Read(ref _lastStep);

    /// <summary>The latest latencies.</summary>
    public LatencyWindow Latencies { get; } = new(LatenciesKept);

    /// <summary>Lag of each partition held of which it is known, by <c>topic/partition</c>.</summary>
    public ConcurrentDictionary<(string Topic, int Partition), KnownLag> Lags { get; } = new();

    /// <summary>Lag over all partitions held; null where that of one is not known.</summary>
    public long? LagInAll
    {
        get
        {
            KnownLag[] known = [.. Lags.Values];
            return known.Length == Partitions ? known.Sum(static lag => lag.Records) : null;
        }
    }

    /// <summary>How long the oldest record that is not committed has been waiting; null where that of one partition is not known.</summary>
    public TimeSpan? LagAge(TimeProvider time)
    {
        TimeSpan?[] ages = [.. Lags.Values.Select(lag => lag.Age(time))];
        return ages.Length == Partitions && ages.All(static age => age is not null) ? ages.Append(TimeSpan.Zero).Max() : null;
    }

    /// <summary>Who answers the source.</summary>
    public SourceState Answers => _answers.State;

    /// <summary>Rises whenever something gets on: a commit, a document that ends, a step of a lane.</summary>
    public long Progress => Interlocked.Read(ref _progress);

    /// <summary>Documents that ended without a result, by the wire name of the reason.</summary>
    public ConcurrentDictionary<string, FaultFigures> FaultsByReason { get; } = new();

    /// <summary>What each lane reported last.</summary>
    public ConcurrentDictionary<int, LaneFigures> Lanes { get; } = new();

    /// <summary>Counts a document with entities.</summary>
    public void AddDocument(int entities, int evaluated, int saved, int duplicates, int ungrounded)
    {
        Interlocked.Increment(ref _documents);
        Interlocked.Add(ref _entities, entities);
        Interlocked.Add(ref _tokensEvaluated, evaluated);
        Interlocked.Add(ref _tokensSaved, saved);
        Interlocked.Add(ref _duplicates, duplicates);
        Interlocked.Add(ref _ungrounded, ungrounded);
    }

    /// <summary>Counts a document with a fault.</summary>
    /// <param name="fault">The fault's wire name.</param>
    /// <param name="detail">What is wrong; no document text.</param>
    /// <param name="now">When.</param>
    public void AddFault(string fault, string detail, DateTimeOffset now)
    {
        Interlocked.Increment(ref _faults);
        FaultsByReason.AddOrUpdate(
            fault,
            static (_, last) => new FaultFigures(1, last.now, last.detail),
            static (_, before, last) => new FaultFigures(before.Count + 1, last.now, last.detail),
            (now, detail));
    }

    /// <summary>Counts a dead letter.</summary>
    public void AddDeadLetter() => Interlocked.Increment(ref _deadLetters);

    /// <summary>The number of partitions held has changed.</summary>
    public void SetPartitions(int partitions) => Volatile.Write(ref _partitions, partitions);

    /// <summary>The number of partitions that stand still has changed.</summary>
    public void SetHalted(int partitions) => Volatile.Write(ref _halted, partitions);

    /// <summary>The number of records in flight has changed.</summary>
    public void SetInFlight(int records, long bytes)
    {
        Volatile.Write(ref _inFlight, records);
        Interlocked.Exchange(ref _inFlightBytes, bytes);
    }

    /// <summary>Fetching was paused or resumed.</summary>
    public void SetPaused(bool paused) => Volatile.Write(ref _paused, paused);

    /// <summary>Whether transactions can be begun has changed.</summary>
    public void SetTransactionsPossible(bool isPossible) => Volatile.Write(ref _writes, isPossible);

    /// <summary>Who answers the source may have changed.</summary>
    public void SetAnswers(SourceState state) => _answers = new Answer(state);

    /// <summary>Something has got on.</summary>
    public void AddProgress() => Interlocked.Increment(ref _progress);

    /// <summary>A lane has finished a step.</summary>
    public void SetLastStep(long timestamp) => Interlocked.Exchange(ref _lastStep, timestamp);

    /// <summary>The poll thread is alive.</summary>
    public void SetLastPoll(long timestamp) => Interlocked.Exchange(ref _lastPoll, timestamp);

    private sealed record Answer(SourceState State);
}

/// <summary>Documents that ended without a result, of one reason.</summary>
/// <param name="Count">How many in this run.</param>
/// <param name="Last">When the last one did.</param>
/// <param name="Detail">What was wrong with that one; no document text.</param>
internal sealed record FaultFigures(long Count, DateTimeOffset Last, string Detail);
