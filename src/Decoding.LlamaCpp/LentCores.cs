namespace PaDeNer.Decoding.LlamaCpp;

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
    /// Cores beside the one that the calling thread is pinned to; empty where it is not pinned to one, or there are too few.
    /// </summary>
    /// <param name="wanted">How many.</param>
    public IReadOnlyList<int> OthersThanMine(int wanted)
    {
        IReadOnlyList<int> mine = ThreadAffinity.AllowedCores();
        int[] others = mine.Count == 1 ? [.. cores.Where(core => core != mine[0])] : [];
        return others.Length >= wanted ? others : [];
    }
}
