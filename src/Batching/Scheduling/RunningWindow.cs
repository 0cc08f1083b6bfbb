using PaDeNer.Batching.Slots;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Batching.Scheduling;

/// <summary>A window in decoding.</summary>
internal sealed class RunningWindow(RunningDocument document, WindowPlan plan, int reservation)
{
    public RunningDocument Document { get; } = document;

    public WindowPlan Plan { get; } = plan;

    /// <summary>Cells reserved at admission: prefix, counts and one mention.</summary>
    public int Reservation { get; } = reservation;

    public KvBranch Prefix { get; } = KvLedger.OpenPrefix();

    /// <summary>Tokens of the prefix that are evaluated, or in the step being composed.</summary>
    public int PrefixDone { get; set; }

    public RunningLabel[] Labels { get; set; } = [];

    /// <summary>The slots that see the prefix while it is evaluated.</summary>
    public SlotId[] PrefixSlots { get; set; } = [];

    public List<RunningSequence> Sequences { get; } = [];

    /// <summary>Whether a mention runs on the cells the window reserved for one.</summary>
    public bool IsMentionReservationUsed { get; set; }

    /// <summary>Mentions of all its labels that wait for a slot or for cells.</summary>
    public int MentionsWaiting { get; private set; }

    public void Enqueue(RunningLabel label, IReadOnlyList<MentionSequence> mentions)
    {
        foreach (MentionSequence mention in mentions)
        {
            label.Waiting.Enqueue(mention);
        }

        MentionsWaiting += mentions.Count;
    }

    public MentionSequence Dequeue(RunningLabel label)
    {
        MentionsWaiting--;
        return label.Waiting.Dequeue();
    }

    public void DropWaiting(RunningLabel label)
    {
        MentionsWaiting -= label.Waiting.Count;
        label.Waiting.Clear();
    }
}
