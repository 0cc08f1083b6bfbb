using PaDeNer.Decoding.Engine;

namespace PaDeNer.Testing.Engines;

/// <summary>An engine that computes for a while, then can no longer be used.</summary>
/// <param name="inner">Computes; disposed with this.</param>
/// <param name="steps">Steps that it carries out.</param>
public sealed class EndingEngine(IDecodeEngine inner, int steps) : IDecodeEngine
{
    private int _steps;

    public EngineCapacity Capacity => inner.Capacity;

    public string Device => inner.Device;

    public StepStatus Execute(StepPlan plan, StepResult result) => _steps++ < steps ? inner.Execute(plan, result) : StepStatus.Fatal;

    public void Dispose() => inner.Dispose();
}
