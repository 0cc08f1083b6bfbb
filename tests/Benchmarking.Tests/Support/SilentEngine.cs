using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarking.Tests.Support;

/// <summary>An engine that remembers nothing, allocates nothing and always says the same.</summary>
internal sealed class SilentEngine : IDecodeEngine
{
    public EngineCapacity Capacity { get; } = new(32, 4096, 128, 64, 512);

    public string Device => "silent";

    public StepStatus Execute(StepPlan plan, StepResult result)
    {
        for (int i = 0; i < plan.Batch.OutputCount; i++)
        {
            result.Add(new TokenChoice(new TokenId(0), -1, 1));
        }

        return StepStatus.Ok;
    }

    public void Dispose()
    {
    }
}
