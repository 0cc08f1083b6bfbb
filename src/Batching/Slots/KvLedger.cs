namespace PaDeNer.Batching.Slots;

/// <summary>
/// The exact count of the engine's KV cells, kept on our side. What may be used is reserved first, so that the engine never runs out:
/// used is at most reserved, and reserved at most what there is.
/// </summary>
/// <param name="total">Cells the engine has.</param>
public sealed class KvLedger(int total)
{
    /// <summary>Cells the engine has.</summary>
    public int Total { get; } = total;

    /// <summary>Cells that hold a token now.</summary>
    public int Used { get; private set; }

    /// <summary>Cells promised to what runs.</summary>
    public int Reserved { get; private set; }

    /// <summary>Promises cells; false where there are not enough left.</summary>
    public bool TryReserve(int cells)
    {
        if (Reserved + cells > Total)
        {
            return false;
        }

        Reserved += cells;
        return true;
    }

    /// <summary>Takes a promise back.</summary>
    public void Unreserve(int cells) => Reserved -= cells;

    /// <summary>Opens a prefix; it lives through the branches opened on it.</summary>
    public static KvBranch OpenPrefix() => new(null);

    /// <summary>Opens a branch on another, held by one slot.</summary>
    public static KvBranch Open(KvBranch parent)
    {
        ArgumentNullException.ThrowIfNull(parent);
        parent.References++;
        return new KvBranch(parent) { References = 1 };
    }

    /// <summary>A slot lets go of a branch; cells no slot sees any more are free.</summary>
    public void Close(KvBranch branch)
    {
        for (KvBranch? at = branch; at is not null && --at.References == 0; at = at.Parent)
        {
            Used -= at.Cells;
        }
    }

    /// <summary>Tokens were added at a branch's end.</summary>
    public void Grow(KvBranch branch, int cells)
    {
        ArgumentNullException.ThrowIfNull(branch);
        branch.Cells += cells;
        Used += cells;
    }

    /// <summary>Tokens were removed from a branch's end.</summary>
    public void Trim(KvBranch branch, int cells) => Grow(branch, -cells);
}
