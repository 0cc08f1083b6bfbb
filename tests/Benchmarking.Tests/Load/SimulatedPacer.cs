using PaDeNer.Benchmarking.Load;
using PaDeNer.Testing.Time;

namespace PaDeNer.Benchmarking.Tests.Load;

/// <summary>Waits on a simulated clock; may be late.</summary>
internal sealed class SimulatedPacer(SimulatedTime time) : IPacer
{
    public TimeSpan Late { get; init; }

    public Task UntilAsync(long timestamp) => time.Until(timestamp + (long)Late.TotalMicroseconds);

    public void Dispose()
    {
    }
}
