using PaDeNer.Batching.Admission;

namespace PaDeNer.Daemon.Extraction;

/// <summary>How many engines there are and how large each one is. Shares its section with the scheduler's settings.</summary>
internal sealed class LaneOptions
{
    /// <summary>The section's name.</summary>
    public const string SectionName = "Batching";

    /// <summary>Engines side by side, each with its own KV cache and thread. 1 to 256, 0 for one per core on cpu and one on cuda; default: 0.</summary>
    public int Lanes { get; set; }

    /// <summary>Threads that compute a step, per lane. 1 to 512, 0 for the cores shared out among the lanes; default: 0.</summary>
    public int ThreadsPerLane { get; set; }

    /// <summary>
    /// Most threads for a step that begins while all other lanes are idle: it borrows their cores, so that a lone document does not wait
    /// for one core while others sleep. Where that proves slower, because neighbours use the cores, borrowing rests for up to half a minute.
    /// 1 (never) to 512, 0 for the number of lanes, 4 at most, where lanes of one thread are pinned, else 1; default: 0.
    /// </summary>
    public int ThreadsWhenAlone { get; set; }

    /// <summary>
    /// Whether each lane stays on its cores: auto (when there is a core for every thread of every lane and the process may use all cores
    /// of its affinity mask), on or off. Default: auto.
    /// </summary>
    public string PinLanes { get; set; } = "auto";

    /// <summary>
    /// In what order documents wait for a lane: late-last (by deadline, those that can no longer be in time after the others),
    /// earliest-deadline (whether it can be met or not) or arrival-order. Default: late-last.
    /// </summary>
    public string Order { get; set; } = QueueOrders.NameOf(QueueOrder.LateLast);

    /// <summary>Tokens a lane holds at once, all its documents together. 256 to 10000000; default: 4096.</summary>
    public int KvCells { get; set; } = 4096;

    /// <summary>Sequences a lane runs at once. 1 to 256; default: 128.</summary>
    public int Slots { get; set; } = 128;

    /// <summary>Fused attention kernels: faster, equal in results up to rounding. Default: true.</summary>
    public bool FlashAttention { get; set; } = true;
}
