namespace PaDeNer.Streaming.Kafka.Settings;

/// <summary>Where a group starts that has no committed offset, or one the topic no longer holds.</summary>
public enum OffsetReset
{
    /// <summary>At the oldest record: nothing is missed.</summary>
    Earliest,

    /// <summary>At the end: only what comes from now on.</summary>
    Latest,

    /// <summary>Nowhere: the daemon stops. A brand-new group cannot start with it; see docs/design/offsets.md.</summary>
    Error,
}
