namespace PaDeNer.Daemon.Extraction;

/// <summary>How many lanes there are, with how many threads each, and whether they are pinned. Pure.</summary>
/// <param name="Lanes">Engines side by side.</param>
/// <param name="ThreadsPerLane">Threads that compute a step.</param>
/// <param name="Pinned">Whether each lane stays on its cores.</param>
/// <param name="ThreadsWhenAlone">Most threads for a step while all other lanes are idle.</param>
internal readonly record struct LaneLayout(int Lanes, int ThreadsPerLane, bool Pinned, int ThreadsWhenAlone = 1)
{
    /// <summary>More threads than this wait for each other longer than they compute, with models as small as ours.</summary>
    private const int MostBorrowing = 4;

    /// <summary>Decides.</summary>
    /// <param name="options">What is configured.</param>
    /// <param name="onGpu">Whether a GPU computes.</param>
    /// <param name="cores">Cores the process may use, a container's quota included.</param>
    /// <param name="affinity">Cores of the process's affinity mask; 0 where it is not known.</param>
    public static LaneLayout Of(LaneOptions options, bool onGpu, int cores, int affinity)
    {
        int lanes = options.Lanes > 0 ? options.Lanes : onGpu ? 1 : cores;
        int threads = options.ThreadsPerLane > 0 ? options.ThreadsPerLane : onGpu ? 1 : Math.Max(1, cores / lanes);

        // Under a CPU quota the mask names cores that other containers pin themselves to as well: leave the choice to the kernel.
        bool sensible = !onGpu && lanes * threads <= affinity && cores == affinity;
        bool pinned = options.PinLanes == "on" ? affinity > 0 : options.PinLanes == "auto" && sensible;
        int alone = options.ThreadsWhenAlone > 0 ? options.ThreadsWhenAlone : pinned && threads == 1 ? Math.Min(lanes, MostBorrowing) : 1;
        return new LaneLayout(lanes, threads, pinned, onGpu ? threads : Math.Max(threads, alone));
    }
}
