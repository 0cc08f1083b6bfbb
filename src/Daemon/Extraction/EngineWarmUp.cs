using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Daemon.Extraction;

/// <summary>A first step that nobody waits for: it touches the weights and proves that the engine computes.</summary>
internal static class EngineWarmUp
{
    /// <summary>Evaluates one token and forgets it again.</summary>
    /// <exception cref="EngineFaultException">The engine does not compute.</exception>
    public static void Run(IDecodeEngine engine, ITokenizer tokenizer)
    {
        StepPlan plan = new(engine.Capacity);
        StepResult result = new(engine.Capacity);
        SlotId slot = new(0);
        plan.Batch.AddRow(tokenizer.BeginOfText ?? tokenizer.EndOfText, 0, [slot]);
        plan.Batch.RequestOutput(ChoiceScope.Vocabulary, []);
        Require(engine.Execute(plan, result), engine);
        plan.Clear();
        result.Clear();
        plan.Trims.Add(new SlotTrim(slot, 0));
        Require(engine.Execute(plan, result), engine);
    }

    private static void Require(StepStatus status, IDecodeEngine engine)
    {
        if (status != StepStatus.Ok)
        {
            throw new EngineFaultException($"The first step of {engine.Device} ended as {status}.");
        }
    }
}
