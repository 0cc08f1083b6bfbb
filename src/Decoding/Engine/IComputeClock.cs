namespace PaDeNer.Decoding.Engine;

/// <summary>An engine that can tell how long the model itself was computed; the rest of its time is its own work around that.</summary>
public interface IComputeClock
{
    /// <summary>Time that all steps so far spent on computing the model, until its numbers could be read.</summary>
    TimeSpan ComputeTime { get; }
}
