using System.ComponentModel.DataAnnotations;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Egress;

/// <summary>What results look like and when they are committed.</summary>
public sealed class EgressOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Egress";

    /// <summary>What start and end of an entity count: CodePoint, Utf16 or Utf8. Default CodePoint.</summary>
    [EnumDataType(typeof(OffsetUnit))]
    public OffsetUnit OffsetUnit { get; set; } = OffsetUnit.CodePoint;

    /// <summary>Whether results repeat the document's text. Default false.</summary>
    public bool IncludeText { get; set; }

    /// <summary>Whether results carry timings. Default true.</summary>
    public bool IncludeTiming { get; set; } = true;

    /// <summary>
    /// When a result leaves: partition (when all before it in its partition have ended), key (when all of its key before it have; without a key when it is
    /// ready) or completion (when it is ready). Default partition.
    /// </summary>
    [EnumDataType(typeof(ResultOrder))]
    public ResultOrder Order { get; set; } = ResultOrder.Partition;

    /// <summary>
    /// With Egress:Order=key or completion: characters in which what is finished past the committed offset stands beside it. Where there is no room, results
    /// wait for those in front of them. Not above the brokers' offset.metadata.max.bytes (4096 by default). 100 to 1048576, default 4000.
    /// </summary>
    [Range(100, 1024 * 1024)]
    public int FinishedLength { get; set; } = 4000;

    /// <summary>
    /// Which partition results and dead letters go to: that of their key; without a key source (the number of the partition they came from, modulo
    /// how many there are) or key (any). Default source.
    /// </summary>
    [EnumDataType(typeof(Partitioning))]
    public Partitioning Partitioning { get; set; } = Partitioning.Source;

    /// <summary>A commit batch is committed at this many records. 1 to 100000, default 500.</summary>
    [Range(1, 100_000)]
    public int CommitRecords { get; set; } = 500;

    /// <summary>A commit batch is committed at this many bytes. 1024 to 1073741824, default 4194304.</summary>
    [Range(1024L, 1024L * 1024 * 1024)]
    public long CommitBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>A commit batch is committed when its oldest record has waited this long. 0 (at once) to 1 min, default 20 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan CommitAge { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Once the drain time-out has passed: how long the last commit and the closing of the source may take, each. 100 ms to 5 min, default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
