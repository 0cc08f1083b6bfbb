namespace PaDeNer.Benchmarking.Load;

/// <summary>Waits for moments on a clock; one wait at a time.</summary>
public interface IPacer : IDisposable
{
    /// <summary>Completes at a timestamp of the clock or as soon after as it can, never before.</summary>
    /// <param name="timestamp">A timestamp of the clock.</param>
    Task UntilAsync(long timestamp);
}
