using PaDeNer.Batching.Execution;

namespace PaDeNer.Batching.Extraction;

/// <summary>Keeps the steps with which a lane warms up out of the figures. Used on the lane's thread only.</summary>
/// <param name="observer">Is told what happens afterwards.</param>
internal sealed class WarmUpGate(IStepObserver observer) : IStepObserver
{
    private bool _open;

    /// <summary>From now on it counts.</summary>
    public void Open() => _open = true;

    /// <inheritdoc/>
    public void StepDone(in StepReport report)
    {
        if (_open)
        {
            observer.StepDone(report);
        }
    }

    /// <inheritdoc/>
    public void StepFailed(int lane, int documents)
    {
        if (_open)
        {
            observer.StepFailed(lane, documents);
        }
    }

    /// <inheritdoc/>
    public void DocumentAlone(int lane)
    {
        if (_open)
        {
            observer.DocumentAlone(lane);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The observer is told of documents by <see cref="Intake"/>, which knows the tickets they were submitted with.</remarks>
    public void DocumentDecoded(JobOutcome outcome)
    {
    }
}
