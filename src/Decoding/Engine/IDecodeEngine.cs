namespace PaDeNer.Decoding.Engine;

/// <summary>
/// The seam: evaluates a micro-batch and chooses the next tokens it was asked for. One instance serves one lane and is called from
/// one thread only. Rules for callers: a sequence's rows come in order of position without gaps; slots that share a row hold the
/// same tokens before it; bounds are those of <see cref="Capacity"/>.
/// </summary>
public interface IDecodeEngine : IDisposable
{
    /// <summary>What the engine offers.</summary>
    EngineCapacity Capacity { get; }

    /// <summary>The backend and device really in use, for people: <c>cpu (zen4)</c>, <c>cuda: NVIDIA H200</c>.</summary>
    string Device { get; }

    /// <summary>Carries out one step.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="result">Receives one choice per output row when the status is <see cref="StepStatus.Ok"/>.</param>
    /// <exception cref="EngineFaultException">The plan breaks a rule that would corrupt or abort the engine.</exception>
    StepStatus Execute(StepPlan plan, StepResult result);
}
