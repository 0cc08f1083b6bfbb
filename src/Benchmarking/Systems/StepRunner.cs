using PaDeNer.Decoding.Engine;

namespace PaDeNer.Benchmarking.Systems;

/// <summary>Builds a step's plan and executes it; one object is reused for all steps of a worker. Not thread-safe.</summary>
internal sealed class StepRunner(IDecodeEngine engine)
{
    private readonly StepResult _result = new(engine.Capacity);

    public StepPlan Plan { get; } = new(engine.Capacity);

    public EngineCapacity Capacity => engine.Capacity;

    /// <summary>Rows and outputs that still fit.</summary>
    public int Room => Plan.Batch.RoomForOutputs == 0 ? 0 : Plan.Batch.RoomForRows;

    /// <summary>Executes the plan and empties it.</summary>
    /// <exception cref="EngineFaultException">The step did not succeed.</exception>
    public void Execute()
    {
        _result.Clear();
        StepStatus status = engine.Execute(Plan, _result);
        int rows = Plan.Batch.RowCount;
        Plan.Clear();
        if (status != StepStatus.Ok)
        {
            throw new EngineFaultException($"A step of {rows} rows ended as {status} on {engine.Device}.");
        }
    }
}
