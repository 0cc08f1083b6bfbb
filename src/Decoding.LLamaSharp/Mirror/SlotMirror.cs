using PaDeNer.Decoding.Engine;

namespace PaDeNer.Decoding.LLamaSharp.Mirror;

/// <summary>
/// What the native KV cache holds, kept on our side: each slot's tokens and which cell follows which. A plan is carried out here
/// first; where it breaks a rule it is taken back, and the native side never hears of it. Allocates nothing once it is made.
/// </summary>
internal sealed class SlotMirror
{
    private readonly CellTree _cells;
    private readonly int[] _tips;
    private readonly int[] _lengths;
    private readonly List<SlotChange> _changes;
    private readonly EngineCapacity _capacity;

    /// <summary>An empty cache of this capacity.</summary>
    public SlotMirror(EngineCapacity capacity)
    {
        _capacity = capacity;
        _cells = new CellTree(capacity.KvCells, capacity.RowsPerStep);
        _tips = new int[capacity.Slots];
        _lengths = new int[capacity.Slots];
        _changes = new List<SlotChange>(MostChanges(capacity));
        Clear();
    }

    /// <summary>Cells that some slot sees, counted anew each time.</summary>
    public int CellsInUse => _cells.CountInUse();

    /// <summary>Whether no slot holds anything.</summary>
    public bool IsEmpty => !_lengths.AsSpan().ContainsAnyExcept(0);

    /// <summary>A mark to go back to with <see cref="RollBack"/>.</summary>
    public int Mark => _changes.Count;

    /// <summary>How many tokens a slot holds.</summary>
    public int LengthOf(SlotId slot) => _lengths[slot.Value];

    /// <summary>Empties every slot.</summary>
    public void Clear()
    {
        _cells.Clear();
        _changes.Clear();
        Array.Fill(_tips, CellTree.Root);
        Array.Clear(_lengths);
    }

    /// <summary>Shortens a slot.</summary>
    public void Trim(SlotTrim trim)
    {
        Require(trim.Slot);
        int length = _lengths[trim.Slot.Value];
        if (trim.Length < 0 || trim.Length > length)
        {
            throw new EngineFaultException($"Trim of slot {trim.Slot} to {trim.Length} tokens: it holds {length}.");
        }

        Change(trim.Slot.Value, _cells.AncestorOf(_tips[trim.Slot.Value], length - trim.Length), trim.Length);
    }

    /// <summary>Gives a slot's first tokens to an empty one.</summary>
    public void Copy(PrefixCopy copy)
    {
        Require(copy.Source);
        Require(copy.Target);
        int length = _lengths[copy.Source.Value];
        if (copy.Length < 1 || copy.Length > length)
        {
            throw new EngineFaultException($"Copy of {copy.Length} tokens from slot {copy.Source}: it holds {length}.");
        }

        if (_lengths[copy.Target.Value] != 0)
        {
            throw new EngineFaultException(
                $"Copy from slot {copy.Source} to slot {copy.Target}: the target holds {_lengths[copy.Target.Value]} tokens "
                + "and has to be empty.");
        }

        Change(copy.Target.Value, _cells.AncestorOf(_tips[copy.Source.Value], length - copy.Length), copy.Length);
    }

    /// <summary>Adds a row to the slots that see it.</summary>
    public void Append(int row, int position, ReadOnlySpan<SlotId> slots)
    {
        if (slots.IsEmpty)
        {
            throw new EngineFaultException($"Row {row} names no slot.");
        }

        Require(slots[0]);
        int before = _tips[slots[0].Value];
        foreach (SlotId slot in slots)
        {
            Require(slot);
            if (_lengths[slot.Value] != position)
            {
                throw new EngineFaultException(
                    $"Row {row} has position {position} in slot {slot}, whose next position is {_lengths[slot.Value]}.");
            }

            if (_tips[slot.Value] != before)
            {
                throw new EngineFaultException(
                    $"Row {row} is shared by slots {slots[0]} and {slot}, which do not share the tokens before it.");
            }
        }

        if (position >= _capacity.SequenceTokens)
        {
            throw new EngineFaultException(
                $"Row {row} has position {position}; a sequence holds at most {_capacity.SequenceTokens} tokens.");
        }

        int cell = _cells.Add(before);
        foreach (SlotId slot in slots)
        {
            if (_tips[slot.Value] == cell)
            {
                throw new EngineFaultException($"Row {row} names slot {slot} twice.");
            }

            Change(slot.Value, cell, position + 1);
        }
    }

    /// <summary>Takes back every change since the mark.</summary>
    public void RollBack(int mark)
    {
        for (int index = _changes.Count - 1; index >= mark; index--)
        {
            SlotChange change = _changes[index];
            Set(change.Slot, change.Tip, change.Length);
        }

        _changes.RemoveRange(mark, _changes.Count - mark);
        if (mark == 0)
        {
            _cells.Reclaim();
        }
    }

    /// <summary>Makes every change final.</summary>
    public void Commit()
    {
        _changes.Clear();
        _cells.Reclaim();
    }

    /// <summary>A trim and a copy for every slot, and every row in every slot: a text row is carried by all its label slots.</summary>
    private static int MostChanges(EngineCapacity capacity) => capacity.Slots * (2 + capacity.RowsPerStep);

    private void Change(int slot, int tip, int length)
    {
        _changes.Add(new SlotChange(slot, _tips[slot], _lengths[slot]));
        Set(slot, tip, length);
    }

    private void Set(int slot, int tip, int length)
    {
        // In this order, so that cells common to both ends never fall out of use in between.
        _cells.Acquire(tip);
        _cells.Release(_tips[slot]);
        _tips[slot] = tip;
        _lengths[slot] = length;
    }

    private void Require(SlotId slot)
    {
        if ((uint)slot.Value >= (uint)_tips.Length)
        {
            throw new EngineFaultException($"There is no slot {slot}: the engine has {_tips.Length}.");
        }
    }
}

/// <summary>What a slot was before a change, so that the change can be taken back.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Tip">Its last cell.</param>
/// <param name="Length">How many tokens it held.</param>
internal readonly record struct SlotChange(int Slot, int Tip, int Length);
