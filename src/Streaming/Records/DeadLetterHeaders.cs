using System.Collections.Frozen;

namespace PaDeNer.Streaming.Records;

/// <summary>The headers that a dead letter has beside those of its record, and those of a record that was sent again. All are text. See docs/dead-letters.md.</summary>
public static class DeadLetterHeaders
{
    /// <summary>The fault's wire name.</summary>
    public const string Fault = "padener-fault";

    /// <summary>What is wrong, for people.</summary>
    public const string Detail = "padener-detail";

    /// <summary>The component that gave it up: reading, planning, decoding, writing or publishing.</summary>
    public const string Component = "padener-component";

    /// <summary>How often it was tried before it was given up; 1 or more.</summary>
    public const string Attempt = "padener-attempt";

    /// <summary>The topic it was read from.</summary>
    public const string SourceTopic = "padener-source-topic";

    /// <summary>The partition it was read from.</summary>
    public const string SourcePartition = "padener-source-partition";

    /// <summary>The offset it was read at.</summary>
    public const string SourceOffset = "padener-source-offset";

    /// <summary>Of a result or a dead letter whose timestamp brokers did not take: the source record's, milliseconds since 1970. It has theirs instead.</summary>
    public const string SourceTimestamp = "padener-source-timestamp";

    /// <summary>The record's timestamp as its producer gave it, milliseconds since 1970; not given where it had none.</summary>
    public const string Timestamp = "padener-timestamp";

    /// <summary>How many of the record's headers were left out; given where they were more than Ingress allows.</summary>
    public const string HeadersLeftOut = "padener-headers-left-out";

    /// <summary>The headers that stay with a record that was sent again.</summary>
    public static IReadOnlySet<string> Provenance { get; } =
        new[] { HeadersLeftOut, RedrivenFrom, RedriveCount }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The headers that say what was wrong; a record that is sent again loses them.</summary>
    public static IReadOnlySet<string> OfFault { get; } =
        new[] { Fault, Detail, Component, Attempt, SourceTopic, SourcePartition, SourceOffset, SourceTimestamp, Timestamp }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Of a record that was sent again: the dead letter it was, <c>topic/partition/offset</c>.</summary>
    public const string RedrivenFrom = "padener-redriven-from";

    /// <summary>Of a record that was sent again: how often it was.</summary>
    public const string RedriveCount = "padener-redrive-count";
}
