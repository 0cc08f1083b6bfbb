namespace PaDeNer.Daemon.Telemetry;

/// <summary>What a lane reported after its last step.</summary>
/// <param name="Documents">Documents in flight.</param>
/// <param name="Sequences">Sequences in flight.</param>
/// <param name="KvCellsUsed">KV cells in use.</param>
/// <param name="KvCells">KV cells there are.</param>
/// <param name="SlotsUsed">Slots in use.</param>
/// <param name="Slots">Slots there are.</param>
/// <param name="At">When, as a timestamp of the daemon's TimeProvider.</param>
/// <param name="PredictionError">Error of its predicted step times, relative to the times taken.</param>
/// <param name="DocumentLimit">Documents it would decode at once at most.</param>
internal sealed record LaneFigures(int Documents, int Sequences, int KvCellsUsed, int KvCells, int SlotsUsed, int Slots, long At, double PredictionError = 0, int DocumentLimit = 0);
