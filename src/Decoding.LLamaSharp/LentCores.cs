namespace PaDeNer.Decoding.LLamaSharp;

/// <summary>
/// Shares a machine's cores among the engines that are computing right now: a step alone takes them all, and one that begins while others
/// compute takes its part. What was lent stays lent until its step ends, a few milliseconds.
/// </summary>
/// <param name="most">Most threads of a step; 1 or more.</param>
/// <param name="cores">The cores that the process may use.</param>
internal sealed class LentCores(int most, IReadOnlyList<int> cores)
{
    private int _computing;

    /// <summary>Most threads of a step.</summary>
    public int Most => most;

    /// <summary>Begins a step.</summary>
    /// <returns>Threads it may compute with; 1 to <see cref="Most"/>.</returns>
    public int Enter() => Math.Max(1, most / Interlocked.Increment(ref _computing));

    /// <summary>Ends a step.</summary>
    public void Leave() => Interlocked.Decrement(ref _computing);

    /// <summary>
    /// Cores for the threads beside a lane's own, which would otherwise be kept on the lane's core with it: those next to it where they
    /// are its alone, all others where it borrows.
    /// </summary>
    /// <param name="mine">Cores that the lane's thread may run on.</param>
    /// <param name="own">Threads the lane always has, its own included.</param>
    /// <param name="most">Most threads it ever has.</param>
    /// <returns>Empty where the lane's thread is not pinned to one core: the system then places them all.</returns>
    public IReadOnlyList<int> ForHelpers(IReadOnlyList<int> mine, int own, int most)
    {
        if (mine is not [int pinned] || cores.Count == 0)
        {
            return [];
        }

        int place = Math.Max(0, Array.IndexOf([.. cores], pinned));
        return cores.Count < most ? cores
            : most > own ? [.. cores.Where(core => core != pinned)]
            : [.. Enumerable.Range(1, own - 1).Select(i => cores[(place + i) % cores.Count])];
    }
}
