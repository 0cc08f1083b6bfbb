namespace PaDeNer.Fuzzing.Coverage;

/// <summary>
/// What instrumented code has passed through: a counter for each edge between two places of it, as AFL counts them. How often is told in
/// eight steps, so that a loop that runs once more is not always news.
/// </summary>
internal sealed class CoverageMap
{
    private static readonly byte[] Steps = [.. Enumerable.Range(0, 256).Select(StepOf)];
    private readonly byte[] _seen = new byte[TraceMemory.Counts.Length];

    /// <summary>How many edges were seen in all.</summary>
    public int Edges { get; private set; }

    /// <summary>Notes what an execution passed through; whether any of it was not seen before.</summary>
    public bool Note()
    {
        bool isNew = false;
        Span<byte> counts = TraceMemory.Counts;
        for (int at = counts.IndexOfAnyExcept((byte)0); at >= 0;)
        {
            byte step = Steps[counts[at]];
            if ((_seen[at] & step) == 0)
            {
                Edges += _seen[at] == 0 ? 1 : 0;
                _seen[at] |= step;
                isNew = true;
            }

            int next = counts[(at + 1)..].IndexOfAnyExcept((byte)0);
            at = next < 0 ? next : at + 1 + next;
        }

        return isNew;
    }

    private static byte StepOf(int count) => count switch
    {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 4,
        < 8 => 8,
        < 16 => 16,
        < 32 => 32,
        < 128 => 64,
        _ => 128,
    };
}
