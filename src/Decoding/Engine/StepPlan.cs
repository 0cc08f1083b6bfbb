namespace PaDeNer.Decoding.Engine;

/// <summary>One step, in the order the engine carries it out: trims, then prefix copies, then the micro-batch. Reused between steps.</summary>
public sealed class StepPlan
{
    /// <summary>A plan for an engine of this capacity.</summary>
    public StepPlan(EngineCapacity capacity) => Batch = new MicroBatch(capacity);

    /// <summary>Slots to shorten; a length of 0 releases the slot.</summary>
    public List<SlotTrim> Trims { get; } = [];

    /// <summary>Prefixes to share.</summary>
    public List<PrefixCopy> Copies { get; } = [];

    /// <summary>What to evaluate; may be empty.</summary>
    public MicroBatch Batch { get; }

    /// <summary>Empties the plan and keeps its buffers.</summary>
    public void Clear()
    {
        Trims.Clear();
        Copies.Clear();
        Batch.Clear();
    }
}
