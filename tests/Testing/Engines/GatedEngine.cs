using PaDeNer.Decoding.Engine;

namespace PaDeNer.Testing.Engines;

/// <summary>Steps wait while it is closed.</summary>
public sealed class GatedEngine(IDecodeEngine inner) : IDecodeEngine
{
    private readonly ManualResetEventSlim _open = new(initialState: true);
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _inUse;

    public EngineCapacity Capacity => inner.Capacity;

    public string Device => inner.Device;

    public bool IsInUse => _inUse;

    /// <summary>Completes once a step waits.</summary>
    public Task Entered => _entered.Task;

    public void Close() => _open.Reset();

    public void Open() => _open.Set();

    public StepStatus Execute(StepPlan plan, StepResult result)
    {
        _inUse = true;
        if (!_open.IsSet)
        {
            _entered.TrySetResult();
            _open.Wait();
        }

        StepStatus status = inner.Execute(plan, result);
        _inUse = false;
        return status;
    }

    public void Dispose() => inner.Dispose();
}
