using PaDeNer.Streaming.Kafka.Settings;

namespace PaDeNer.Streaming.Kafka.Source;

/// <summary>Where to read on when the client stands where it should not. Pure.</summary>
internal static class PositionReset
{
    /// <summary>The offset to go back to, so that no record that still exists and is not committed is passed; null where what was read is the right one.</summary>
    /// <param name="uncommittedFrom">No record below it is uncommitted; null where nothing was read before.</param>
    /// <param name="low">The oldest offset the log still holds; negative where it is not known.</param>
    /// <param name="read">The offset that was read.</param>
    public static long? GoBackTo(long? uncommittedFrom, long low, long read) =>
        uncommittedFrom is { } from && Math.Max(from, low) is var start && start < read ? start : null;

    /// <summary>The offset to begin at instead; null where the client has begun well.</summary>
    /// <param name="first">The first offset that was read under an assignment.</param>
    /// <param name="committed">What is committed; negative where nothing is.</param>
    /// <param name="reset">Where the client begins that thinks that nothing is.</param>
    public static long? BeginAt(long first, long committed, OffsetReset reset) =>
        // Above it is right where the records between are gone or were none; who begins at the end may have passed some.
        committed >= 0 && (first < committed || (first > committed && reset == OffsetReset.Latest)) ? committed : null;
}
