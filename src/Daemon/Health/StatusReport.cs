using System.Text.Json.Serialization;

namespace PaDeNer.Daemon.Health;

/// <summary>The figures of the status page.</summary>
internal sealed record StatusReport
{
    /// <summary>Why it is not ready; null when it is.</summary>
    public string? NotReady { get; init; }

    /// <summary>Where the daemon stands.</summary>
    public required string Phase { get; init; }

    /// <summary>Seconds since start.</summary>
    public double UptimeSeconds { get; init; }

    /// <summary>Facts that do not change: model, device, topics.</summary>
    public required IReadOnlyDictionary<string, string> About { get; init; }

    /// <summary>Documents that ended with entities.</summary>
    public long Documents { get; init; }

    /// <summary>Documents with a fault.</summary>
    public long Faults { get; init; }

    /// <summary>Entities published.</summary>
    public long Entities { get; init; }

    /// <summary>Records dead-lettered.</summary>
    public long DeadLetters { get; init; }

    /// <summary>Records in flight.</summary>
    public int InFlight { get; init; }

    /// <summary>Partitions held; -1 before the first assignment.</summary>
    public int Partitions { get; init; }

    /// <summary>Lag over all partitions held; absent while that of one is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Lag { get; init; }

    /// <summary>Seconds since the timestamp of the oldest record that is not committed; absent while it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LagSeconds { get; init; }

    /// <summary>Median latency of the latest documents.</summary>
    public double? P50Milliseconds { get; init; }

    /// <summary>Latency that one in a hundred of the latest documents exceeds.</summary>
    public double? P99Milliseconds { get; init; }

    /// <summary>Share of tokens that sharing saved.</summary>
    public double SavedShare { get; init; }

    /// <summary>Duplicate mentions removed.</summary>
    public long Duplicates { get; init; }

    /// <summary>The partitions held, in order.</summary>
    public IReadOnlyList<PartitionReport> PartitionStates { get; init; } = [];

    /// <summary>Documents that ended without a result, the latest reason first.</summary>
    public IReadOnlyList<FaultReport> FaultReasons { get; init; } = [];

    /// <summary>KV cells in use, as a share of all lanes' cells.</summary>
    public double KvCacheUtilization { get; init; }
}
