namespace PaDeNer.Batching.Execution;

/// <summary>Is told what happens in the loop, on the lane's own thread; must be quick. The loop knows no metrics library.</summary>
public interface IStepObserver
{
    /// <summary>A step was carried out.</summary>
    void StepDone(in StepReport report);

    /// <summary>A document was decoded.</summary>
    void DocumentDecoded(JobOutcome outcome);

    /// <summary>A step failed; its documents are decoded anew in smaller groups, to find the one that makes it fail.</summary>
    /// <param name="lane">Number of the lane, from 0.</param>
    /// <param name="documents">Documents that were in decoding.</param>
    void StepFailed(int lane, int documents)
    {
    }

    /// <summary>A document is decoded alone, as steps with it failed.</summary>
    /// <param name="lane">Number of the lane, from 0.</param>
    void DocumentAlone(int lane)
    {
    }
}
