using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarks;

/// <summary>Chooses the second candidate where there is one: every label has one mention of a few words. Keeps and allocates nothing.</summary>
internal sealed class ScriptedEngine(EngineCapacity capacity) : IDecodeEngine
{
    public EngineCapacity Capacity { get; } = capacity;

    public string Device => "none";

    public StepStatus Execute(StepPlan plan, StepResult result)
    {
        MicroBatch batch = plan.Batch;
        foreach (ref readonly OutputRequest output in batch.Outputs)
        {
            ReadOnlySpan<TokenId> candidates = batch.CandidatesOf(output);
            result.Add(new TokenChoice(candidates[Math.Min(1, candidates.Length - 1)], -0.1f, 1));
        }

        return StepStatus.Ok;
    }

    public void Dispose()
    {
    }
}
