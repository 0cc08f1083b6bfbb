namespace PaDeNer.Decoding.LlamaCpp;

/// <summary>
/// Shares a machine's cores among the engines that are computing right now: a step alone takes them all, and one that begins while others
/// compute takes its part. What was lent stays lent until its step ends, a few milliseconds.
/// </summary>
/// <param name="cores">Cores there are to share; 1 or more.</param>
internal sealed class LentCores(int cores)
{
    private int _computing;

    /// <summary>Begins a step.</summary>
    /// <returns>Threads it may compute with; 1 to the number of cores.</returns>
    public int Enter() => Math.Max(1, cores / Interlocked.Increment(ref _computing));

    /// <summary>Ends a step.</summary>
    public void Leave() => Interlocked.Decrement(ref _computing);
}
