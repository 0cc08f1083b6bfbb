using PaDeNer.Batching.Slots;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Batching.Scheduling;

/// <summary>
/// The life of sequences on the engine: which slot and which cells each one has from its start to its end. A window is admitted with a
/// slot per label and cells for its prefix, its counts and one mention; more mentions run at once where more is free.
/// </summary>
internal sealed class SequenceLifecycle(SlotPool slots, KvLedger ledger)
{
    private readonly List<SlotTrim> _trims = [];

    /// <summary>Hands over what the engine is to forget before the next step.</summary>
    public void TakeTrims(StepPlan plan)
    {
        plan.Trims.AddRange(_trims);
        _trims.Clear();
    }

    /// <summary>Starts a window's count sequences; null where there are too few slots or cells at present.</summary>
    public RunningWindow? TryStart(RunningDocument document, WindowPlan plan)
    {
        int reservation = plan.CountCells + plan.MentionCells;
        return slots.Free < plan.Labels.Count || !ledger.TryReserve(reservation) ? null : Start(document, plan, reservation);
    }

    /// <summary>Starts waiting mentions: on the label's own slot where it is idle, on a fork of it where a slot and cells are left.</summary>
    public void StartMentions(RunningWindow window, StepPlan plan)
    {
        if (window.MentionsWaiting == 0)
        {
            return;
        }

        foreach (RunningLabel label in window.Labels)
        {
            while (label.Waiting.Count > 0 && (label.IsSlotIdle || slots.Free > 0) && TryReserveMention(window, out bool reserved))
            {
                SlotId slot = label.IsSlotIdle ? label.Slot : slots.Lease();
                if (!label.IsSlotIdle)
                {
                    plan.Copies.Add(new PrefixCopy(label.Slot, slot, label.PromptLength));
                }

                label.IsSlotIdle &= slot != label.Slot;
                window.Sequences.Add(new RunningSequence(window, label, window.Dequeue(label), slot, KvLedger.Open(label.Branch), reserved)
                {
                    Length = label.PromptLength,
                });
            }
        }
    }

    /// <summary>
    /// Draws the consequences of a sequence's choices: where it ended, its slot goes on, waits or is returned; mentions that are born wait
    /// for a slot; those that are dropped give theirs back.
    /// </summary>
    public void Advanced(RunningSequence running)
    {
        RunningWindow window = running.Window;
        RunningLabel label = running.Label;
        LabelChange change = window.Plan.Note(running.Sequence);
        if (change.DropsMentions)
        {
            DropMentions(window, label);
            if (change.Born.Count == 0 && window.Plan.Counts[running.Sequence.Label] is { IsFinished: false } count)
            {
                ResumeCount(window, label, count);
            }
        }
        else if (running.Sequence is CountSequence && (running.Sequence.IsFinished || change.Born.Count > 0))
        {
            EndCount(running);
        }
        else if (running.Sequence.IsFinished)
        {
            EndMention(running);
        }
        else
        {
            return;
        }

        window.Enqueue(label, change.Born);
        if (label.IsSlotIdle && label.Waiting.Count == 0)
        {
            Release(label);
        }

        if (window.Plan.IsComplete)
        {
            ledger.Unreserve(window.Reservation);
        }
    }

    /// <summary>Ends a window before its time: all that it holds is given back.</summary>
    public void Stop(RunningWindow window)
    {
        foreach (RunningSequence running in window.Sequences)
        {
            if (running.IsReserved)
            {
                ledger.Unreserve(window.Plan.MentionCells);
            }

            if (running.Slot != running.Label.Slot)
            {
                Release(running.Slot, running.Branch);
            }
            else if (running.Branch != running.Label.Branch)
            {
                ledger.Close(running.Branch);
            }
        }

        foreach (RunningLabel label in window.Labels)
        {
            if (label.HasSlot)
            {
                Release(label);
            }
        }

        ledger.Unreserve(window.Reservation);
    }

    /// <summary>The engine was emptied: there is nothing that it has yet to forget.</summary>
    public void ForgetTrims() => _trims.Clear();

    private RunningWindow Start(RunningDocument document, WindowPlan plan, int reservation)
    {
        RunningWindow window = new(document, plan, reservation);
        window.Labels = [.. plan.Counts.Select(count => new RunningLabel(slots.Lease(), KvLedger.Open(window.Prefix), count.PromptLength))];
        window.PrefixSlots = [.. window.Labels.Select(static label => label.Slot)];
        for (int i = 0; i < window.Labels.Length; i++)
        {
            RunningLabel label = window.Labels[i];
            window.Sequences.Add(new RunningSequence(window, label, plan.Counts[i], label.Slot, label.Branch, reserved: false));
        }

        return window;
    }

    private bool TryReserveMention(RunningWindow window, out bool reserved)
    {
        reserved = window.IsMentionReservationUsed;
        if (!reserved)
        {
            window.IsMentionReservationUsed = true;
            return true;
        }

        return ledger.TryReserve(window.Plan.MentionCells);
    }

    /// <summary>Takes a count that has ended, or whose mentions ask in its stead, off its label's slot.</summary>
    private void EndCount(RunningSequence running)
    {
        RunningLabel label = running.Label;
        running.Window.Sequences.Remove(running);
        label.IsSlotIdle = true;
        TrimToPrompt(running.Slot, label, label.Branch, running.Length);
    }

    /// <summary>Puts a count back on its label's slot: the mention that asked in its stead ran there, being the label's first.</summary>
    private static void ResumeCount(RunningWindow window, RunningLabel label, CountSequence count)
    {
        label.IsSlotIdle = false;
        window.Sequences.Add(new RunningSequence(window, label, count, label.Slot, label.Branch, reserved: false) { Length = label.PromptLength });
    }

    /// <summary>Ends a label's mentions, none of which is asked for any more.</summary>
    private void DropMentions(RunningWindow window, RunningLabel label)
    {
        window.DropWaiting(label);
        for (int i = window.Sequences.Count - 1; i >= 0; i--)
        {
            if (window.Sequences[i] is { } mention && mention.Label == label)
            {
                mention.Drop();
                EndMention(mention);
            }
        }
    }

    private void EndMention(RunningSequence running)
    {
        RunningLabel label = running.Label;
        running.Window.Sequences.Remove(running);
        if (running.IsReserved)
        {
            ledger.Unreserve(running.Window.Plan.MentionCells);
        }
        else
        {
            running.Window.IsMentionReservationUsed = false;
        }

        if (running.Slot == label.Slot)
        {
            label.IsSlotIdle = true;
            _trims.Add(new SlotTrim(label.Slot, label.PromptLength));
            ledger.Close(running.Branch);
        }
        else
        {
            Release(running.Slot, running.Branch);
        }
    }

    private void TrimToPrompt(SlotId slot, RunningLabel label, KvBranch branch, int length)
    {
        if (length > label.PromptLength)
        {
            ledger.Trim(branch, length - label.PromptLength);
            _trims.Add(new SlotTrim(slot, label.PromptLength));
        }
    }

    private void Release(RunningLabel label)
    {
        label.IsSlotIdle = false;
        label.HasSlot = false;
        Release(label.Slot, label.Branch);
    }

    private void Release(SlotId slot, KvBranch branch)
    {
        _trims.Add(new SlotTrim(slot, 0));
        ledger.Close(branch);
        slots.Return(slot);
    }
}
