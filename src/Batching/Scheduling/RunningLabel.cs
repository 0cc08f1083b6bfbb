using PaDeNer.Batching.Slots;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Batching.Scheduling;

/// <summary>
/// A label of a window in decoding. Its slot decodes the count and then serves as the source its mentions are forked from, decoding one
/// of them itself; it is kept as long as a mention waits, so that a window always gets on with the slots it was admitted with.
/// </summary>
internal sealed class RunningLabel(SlotId slot, KvBranch branch, int promptLength)
{
    public SlotId Slot { get; } = slot;

    /// <summary>The cells of the label's own prompt.</summary>
    public KvBranch Branch { get; } = branch;

    /// <summary>Tokens up to the end of the label's prompt.</summary>
    public int PromptLength { get; } = promptLength;

    /// <summary>Whether the slot is still the label's.</summary>
    public bool HasSlot { get; set; } = true;

    /// <summary>Whether the label's own slot decodes nothing at present.</summary>
    public bool IsSlotIdle { get; set; }

    /// <summary>Mentions that wait for a slot or for cells.</summary>
    public Queue<MentionSequence> Waiting { get; } = [];
}
