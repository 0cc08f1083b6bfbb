namespace PaDeNer.Benchmarking.Systems;

/// <summary>What a system has spent since its start; a program in another process knows only some of it and leaves the rest at 0.</summary>
/// <param name="Steps">Engine steps, all lanes together.</param>
/// <param name="TokenEvaluations">Rows evaluated.</param>
/// <param name="EngineTime">Time in which the model was computed, all lanes together.</param>
/// <param name="HostTime">Time of the lanes' threads beside that while there was something to do.</param>
/// <param name="AllocatedBytes">Bytes allocated by the lanes' threads inside steps.</param>
public readonly record struct SystemCounters(long Steps, long TokenEvaluations, TimeSpan EngineTime, TimeSpan HostTime, long AllocatedBytes)
{
    /// <summary>What was spent between two readings.</summary>
    public static SystemCounters operator -(SystemCounters later, SystemCounters earlier) => new(
        later.Steps - earlier.Steps,
        later.TokenEvaluations - earlier.TokenEvaluations,
        later.EngineTime - earlier.EngineTime,
        later.HostTime - earlier.HostTime,
        later.AllocatedBytes - earlier.AllocatedBytes);
}
