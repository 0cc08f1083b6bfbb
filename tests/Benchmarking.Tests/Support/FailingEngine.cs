using PaDeNer.Decoding.Engine;

namespace PaDeNer.Benchmarking.Tests.Support;

/// <summary>An engine that cannot carry out any step.</summary>
internal sealed class FailingEngine : IDecodeEngine
{
    public EngineCapacity Capacity { get; } = new(32, 4096, 128, 64, 512);

    public string Device => "broken";

    public StepStatus Execute(StepPlan plan, StepResult result) => StepStatus.Fatal;

    public void Dispose()
    {
    }
}
