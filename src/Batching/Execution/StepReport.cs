using System.Diagnostics;
using PaDeNer.Batching.Scheduling;

namespace PaDeNer.Batching.Execution;

/// <summary>What happened in one step; outside the loop it becomes metrics.</summary>
/// <param name="Lane">Number of the lane, from 0.</param>
/// <param name="Contents">What the step held.</param>
/// <param name="EngineTime">Time inside the engine.</param>
/// <param name="HostTime">Time spent on taking jobs, on composing the step and on its outcomes.</param>
/// <param name="DocumentsInFlight">Documents in decoding after the step.</param>
/// <param name="SequencesInFlight">Sequences in decoding after the step.</param>
/// <param name="SlotsUsed">Slots leased after the step.</param>
/// <param name="SlotsTotal">Slots there are.</param>
/// <param name="KvCellsUsed">KV cells in use after the step.</param>
/// <param name="KvCellsTotal">KV cells there are.</param>
/// <param name="Outputs">Output rows of the step.</param>
/// <param name="StepCells">KV cells in use while the engine computed.</param>
/// <param name="PredictedTime">What the engine was predicted to take; null until the step-time model is warm.</param>
/// <param name="PredictionError">Mean absolute error of those predictions relative to the time taken, smoothed; 0 until warm.</param>
/// <param name="DocumentLimit">Most documents the lane would have had in decoding.</param>
/// <param name="KvCellsReserved">KV cells promised after the step to what is in decoding, those in use included.</param>
public readonly record struct StepReport(
    int Lane,
    StepContents Contents,
    TimeSpan EngineTime,
    TimeSpan HostTime,
    int DocumentsInFlight,
    int SequencesInFlight,
    int SlotsUsed,
    int SlotsTotal,
    int KvCellsUsed,
    int KvCellsTotal,
    int Outputs = 0,
    int StepCells = 0,
    TimeSpan? PredictedTime = null,
    double PredictionError = 0,
    int DocumentLimit = 0,
    int KvCellsReserved = 0)
{
    /// <summary>The spans of the documents that had rows in it, of those that are traced; valid during the call only. Null where there are none.</summary>
    public IReadOnlyList<Activity>? Traces { get; init; }
}
