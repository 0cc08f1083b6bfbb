namespace PaDeNer.Batching.Execution;

/// <summary>Is told what happens in the loop, on the lane's own thread; must be quick. The loop knows no metrics library.</summary>
public interface IStepObserver
{
    /// <summary>A step was carried out.</summary>
    void StepDone(in StepReport report);

    /// <summary>A document was decoded.</summary>
    void DocumentDecoded(JobOutcome outcome);
}
