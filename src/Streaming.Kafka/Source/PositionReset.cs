namespace PaDeNer.Streaming.Kafka.Source;

/// <summary>Where to read on when the client has gone back to a lower offset. Pure.</summary>
internal static class PositionReset
{
    /// <summary>The offset to go back to, so that no record that still exists and is not committed is passed; null where what was read is the right one.</summary>
    /// <param name="uncommittedFrom">No record below it is uncommitted; null where nothing was read before.</param>
    /// <param name="low">The oldest offset the log still holds; negative where it is not known.</param>
    /// <param name="read">The offset that was read.</param>
    public static long? GoBackTo(long? uncommittedFrom, long low, long read) =>
        uncommittedFrom is { } from && Math.Max(from, low) is var start && start < read ? start : null;
}
