using PaDeNer.Batching.Slots;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Batching.Scheduling;

/// <summary>A sequence with its place in the engine.</summary>
internal sealed class RunningSequence(RunningWindow window, RunningLabel label, PlannedSequence sequence, SlotId slot, KvBranch branch, bool reserved)
{
    private readonly List<TokenChoice> _choices = [];

    public RunningWindow Window { get; } = window;

    public RunningLabel Label { get; } = label;

    public PlannedSequence Sequence { get; } = sequence;

    public SlotId Slot { get; } = slot;

    /// <summary>Its own cells in the ledger.</summary>
    public KvBranch Branch { get; } = branch;

    /// <summary>Whether it holds a reservation of its own, beside its window's.</summary>
    public bool IsReserved { get; } = reserved;

    /// <summary>Tokens of the current feed that are evaluated, or in the step being composed.</summary>
    public int FeedDone { get; set; }

    /// <summary>Position up to which its slot holds tokens.</summary>
    public int Length { get; set; }

    public int ChoicesTaken => _choices.Count;

    public void Take(in TokenChoice choice) => _choices.Add(choice);

    /// <summary>Hands the choices over once the whole feed is evaluated; false while some of it is not.</summary>
    public bool TryAdvance()
    {
        if (FeedDone < Sequence.Feed.Count)
        {
            return false;
        }

        Sequence.Advance(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_choices));
        _choices.Clear();
        FeedDone = 0;
        return true;
    }

    /// <summary>Ends it before its time.</summary>
    public void Drop() => Sequence.Drop(FeedDone);
}
