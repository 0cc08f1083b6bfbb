using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Engine;

namespace PaDeNer.Simulation;

/// <summary>What lanes have reported in all, checked against what their engines really hold.</summary>
/// <param name="engines">The lanes' engines.</param>
/// <param name="observer">Is told what happens, too.</param>
internal sealed class LaneTally(IReadOnlyList<SimulatedEngine> engines, IStepObserver observer) : IStepObserver
{
    private readonly StepReport?[] _last = new StepReport?[engines.Count];

    /// <summary>Time that lanes have spent on steps.</summary>
    public TimeSpan Busy { get; private set; }

    public long Steps { get; private set; }

    /// <summary>Each lane's last report; null where it has carried out no step.</summary>
    public IReadOnlyList<StepReport?> Last => _last;

    public void StepDone(in StepReport report)
    {
        int held = engines[report.Lane].CellsUsed;
        if (held != report.StepCells || report.KvCellsUsed > report.KvCellsReserved)
        {
            throw new EngineFaultException(
                $"The engine holds {held} cells; the ledger says {report.StepCells}, {report.KvCellsUsed} after the step, {report.KvCellsReserved} reserved: a defect of the scheduler.");
        }

        Busy += report.EngineTime;
        Steps++;
        _last[report.Lane] = report;
        observer.StepDone(report);
    }

    public void StepFailed(int lane, int documents) =>
        throw new EngineFaultException($"Lane {lane}: a step of {documents} documents failed on an engine that does as it is told: a defect of the scheduler.");

    public void DocumentDecoded(JobOutcome outcome) => observer.DocumentDecoded(outcome);
}
