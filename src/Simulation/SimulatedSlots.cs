using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Simulation;

/// <summary>What each slot of a simulated engine holds: its cells, which others may see too, and how far its sequence has got.</summary>
internal sealed class SimulatedSlots
{
    private readonly Slot[] _slots;
    private readonly int[] _seenBy;
    private readonly Stack<int> _free;

    public SimulatedSlots(EngineCapacity capacity)
    {
        _slots = [.. Enumerable.Range(0, capacity.Slots).Select(_ => new Slot(capacity.SequenceTokens))];
        _seenBy = new int[capacity.KvCells];
        _free = new Stack<int>(Enumerable.Range(0, capacity.KvCells));
    }

    public int CellsUsed => _seenBy.Length - _free.Count;

    /// <summary>Adds a row to its slots.</summary>
    public void Add(TokenId token, int position, ReadOnlySpan<SlotId> slots)
    {
        int cell = _free.Pop();
        foreach (SlotId id in slots)
        {
            Slot slot = _slots[id.Value];
            Require(slot.Length == position && position < slot.Cells.Length, id, "is given a row out of its order");
            slot.Cells[slot.Length++] = cell;
            _seenBy[cell]++;
            slot.Note(token);
        }
    }

    public void Trim(SlotTrim trim)
    {
        Slot slot = _slots[trim.Slot.Value];
        Require(trim.Length <= slot.Length, trim.Slot, "is trimmed to more than it holds");
        while (slot.Length > trim.Length)
        {
            int cell = slot.Cells[--slot.Length];
            if (--_seenBy[cell] == 0)
            {
                _free.Push(cell);
            }
        }

        slot.Mention = slot.Decoded = 0;
    }

    public void Copy(PrefixCopy copy)
    {
        Slot source = _slots[copy.Source.Value];
        Slot target = _slots[copy.Target.Value];
        Require(target.Length == 0 && copy.Length <= source.Length, copy.Target, "is copied to and not empty, or more is copied than there is");
        for (; target.Length < copy.Length; target.Length++)
        {
            int cell = source.Cells[target.Length];
            target.Cells[target.Length] = cell;
            _seenBy[cell]++;
        }

        (target.Text, target.Label, target.Mention, target.Decoded) = (source.Text, source.Label, 0, 0);
    }

    /// <summary>Which document, which label (from 0), which mention (from 1; 0 while the count is asked) and how many of its tokens are decoded.</summary>
    public (TokenId Text, int Label, int Mention, int Decoded) Standing(SlotId id)
    {
        Slot slot = _slots[id.Value];
        return (slot.Text, slot.Label, slot.Mention, slot.Decoded);
    }

    private static void Require(bool holds, SlotId slot, string broken)
    {
        if (!holds)
        {
            throw new EngineFaultException($"Rule broken: slot {slot} {broken}.");
        }
    }

    private sealed class Slot(int tokens)
    {
        public int[] Cells { get; } = new int[tokens];

        public int Length { get; set; }

        public TokenId Text { get; set; }

        public int Label { get; set; }

        public int Mention { get; set; }

        public int Decoded { get; set; }

        public void Note(TokenId token)
        {
            if (SimulatedVocabulary.LabelOf(token) is { } label)
            {
                (Label, Mention, Decoded) = (label, 0, 0);
            }
            else if (SimulatedVocabulary.MentionOf(token) is { } mention)
            {
                (Mention, Decoded) = (mention, 0);
            }
            else if (SimulatedVocabulary.DocumentOf(token) is not null)
            {
                Text = token;
                Decoded += Mention > 0 ? 1 : 0;
            }
        }
    }
}
