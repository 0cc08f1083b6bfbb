using PaDeNer.Decoding.Engine;

namespace PaDeNer.Decoding.LLamaSharp.Mirror;

/// <summary>
/// The KV cells in use as a tree: a cell's parent is the cell of the token before it, and a slot is the path from its last cell up to
/// the root. A cell is in use while a slot ends in it or another cell follows it, which is exactly while some slot sees it.
/// Cells that fall out of use keep their data until <see cref="Reclaim"/>, so that changes can be taken back. It knows which cell follows
/// which and keeps no account of how many there are: that is whose who makes the plans, and the native side has the last word.
/// </summary>
internal sealed class CellTree
{
    /// <summary>The parent of first cells, and the end of empty slots.</summary>
    public const int Root = -1;

    private const int Free = -1;
    private readonly int[] _parents;
    private readonly int[] _uses;
    private readonly int[] _free;
    private readonly int[] _unused;
    private int _freeCount;
    private int _unusedCount;

    /// <summary>A tree of at most so many cells in use, of which a plan adds at most so many.</summary>
    public CellTree(int cells, int cellsPerPlan)
    {
        int nodes = cells + cellsPerPlan;
        _parents = new int[nodes];
        _uses = new int[nodes];
        _free = new int[nodes];
        _unused = new int[nodes + cellsPerPlan];
        Clear();
    }

    /// <summary>Forgets every cell.</summary>
    public void Clear()
    {
        Array.Fill(_uses, Free);
        _freeCount = _free.Length;
        for (int index = 0; index < _free.Length; index++)
        {
            _free[index] = _free.Length - 1 - index;
        }

        _unusedCount = 0;
    }

    /// <summary>Cells in use, counted anew each time: for whoever checks those that keep an account.</summary>
    public int CountInUse()
    {
        int count = 0;
        foreach (int uses in _uses)
        {
            count += uses > 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>Takes a cell that follows another; it counts as in use once it is acquired.</summary>
    /// <exception cref="EngineFaultException">The native side has taken more rows than it has cells.</exception>
    public int Add(int parent)
    {
        if (_freeCount == 0)
        {
            throw new EngineFaultException($"All {_free.Length} cells that a full cache and a step can have are in use.");
        }

        int cell = _free[--_freeCount];
        _parents[cell] = parent;
        _uses[cell] = 0;
        return cell;
    }

    /// <summary>The cell so many tokens before this one.</summary>
    public int AncestorOf(int cell, int steps)
    {
        for (; steps > 0; steps--)
        {
            cell = _parents[cell];
        }

        return cell;
    }

    /// <summary>One more slot ends in the cell, or one more cell follows it.</summary>
    public void Acquire(int cell)
    {
        while (cell != Root && _uses[cell]++ == 0)
        {
            cell = _parents[cell];
        }
    }

    /// <summary>The reverse of <see cref="Acquire"/>.</summary>
    public void Release(int cell)
    {
        while (cell != Root && --_uses[cell] == 0)
        {
            _unused[_unusedCount++] = cell;
            cell = _parents[cell];
        }
    }

    /// <summary>Gives the cells that fell out of use, and stayed so, to later tokens.</summary>
    public void Reclaim()
    {
        foreach (int cell in _unused.AsSpan(0, _unusedCount))
        {
            if (_uses[cell] == 0)
            {
                _uses[cell] = Free;
                _free[_freeCount++] = cell;
            }
        }

        _unusedCount = 0;
    }
}
