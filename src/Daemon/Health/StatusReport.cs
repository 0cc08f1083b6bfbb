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

/// <summary>Documents without a result, of one reason, on the status page.</summary>
/// <param name="Fault">The reason's wire name.</param>
/// <param name="Count">How many in this run.</param>
/// <param name="Last">When the last one ended, in milliseconds since 1970.</param>
/// <param name="Detail">What was wrong with that one.</param>
internal sealed record FaultReport(string Fault, long Count, long Last, string Detail);

/// <summary>A partition on the status page.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Partition">Its number.</param>
/// <param name="Lag">Records between its commit and its end; null where not known yet.</param>
/// <param name="InFlight">Records read and not committed.</param>
/// <param name="State"><c>reading</c>, <c>paused</c> or <c>halted</c>.</param>
/// <param name="WhyHalted">Why it is halted; null where it is not.</param>
internal sealed record PartitionReport(string Topic, int Partition, long? Lag, int InFlight, string State, string? WhyHalted);
