using PaDeNer.Batching;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;

namespace PaDeNer.Simulation;

/// <summary>How a simulated daemon is set up.</summary>
public sealed record SimulationSettings
{
    /// <summary>Engines side by side.</summary>
    public required int Lanes { get; init; }

    /// <summary>How lanes pack their steps.</summary>
    public BatchingOptions Batching { get; init; } = new();

    /// <summary>In what order documents wait for a lane.</summary>
    public QueueOrder Order { get; init; } = QueueOrder.LateLast;

    /// <summary>Documents that may wait for a lane; more wait outside, in order of arrival, as in a broker.</summary>
    public int QueueLength { get; init; } = 256;

    /// <summary>Is told what happens.</summary>
    public IStepObserver Observer { get; init; } = new NoObserver();

    /// <summary>The same seed gives the same step times.</summary>
    public int Seed { get; init; } = 1;
}
