namespace PaDeNer.Batching.Execution;

/// <summary>Where a document's time went.</summary>
/// <param name="Received">When it was received, as a timestamp of the daemon's TimeProvider.</param>
/// <param name="QueueTime">Received to first step.</param>
/// <param name="ServiceTime">First step to outcome.</param>
/// <param name="Steps">Steps from first to last, those it waited through included.</param>
/// <param name="DeadlineMissed">Whether its outcome came after its deadline.</param>
public readonly record struct JobTimings(long Received, TimeSpan QueueTime, TimeSpan ServiceTime, int Steps, bool DeadlineMissed)
{
    /// <summary>Of the service time, until the last of its text was evaluated.</summary>
    public TimeSpan PrefillTime { get; init; }

    /// <summary>Of the service time, from then on until the last count was decoded; the rest is its mentions'.</summary>
    public TimeSpan CountTime { get; init; }

    /// <summary>The timings of something that never reached the engine.</summary>
    public static JobTimings NotServed(long received) => new(received, TimeSpan.Zero, TimeSpan.Zero, 0, false);
}
