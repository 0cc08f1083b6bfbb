namespace PaDeNer.Batching.Execution;

/// <summary>Looks at nothing.</summary>
public sealed class NoObserver : IStepObserver
{
    /// <inheritdoc/>
    public void StepDone(in StepReport report)
    {
    }

    /// <inheritdoc/>
    public void DocumentDecoded(JobOutcome outcome)
    {
    }
}
