using PaDeNer.Batching.Slots;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Batching.Scheduling;

/// <summary>
/// Fills a step's micro-batch from windows in the order given: a window's prefix once, carried by all its label slots, then its
/// sequences' own tokens, siblings next to each other.
/// </summary>
internal sealed class MicroBatchComposer(KvLedger ledger, int rowsPerStep)
{
    private readonly SlotId[] _oneSlot = new SlotId[1];

    /// <summary>The sequences behind the batch's outputs, in output order.</summary>
    public List<RunningSequence> OutputOwners { get; } = [];

    /// <summary>The sequences that have rows in the batch.</summary>
    public List<RunningSequence> Participants { get; } = [];

    /// <param name="windows">In the order in which their rows come first.</param>
    /// <param name="plan">Is filled.</param>
    public StepContents Compose(List<RunningWindow> windows, StepPlan plan)
    {
        OutputOwners.Clear();
        Participants.Clear();
        int prefixRows = 0;
        int countRows = 0;
        int mentionRows = 0;
        foreach (RunningWindow window in windows)
        {
            prefixRows += AddPrefix(window, plan.Batch);
            if (window.PrefixDone < window.Plan.Prompt.Prefix.Length)
            {
                continue;
            }

            foreach (RunningSequence sequence in window.Sequences)
            {
                int rows = AddFeed(sequence, plan);
                countRows += sequence.Sequence.Kind == SequenceKind.Count ? rows : 0;
                mentionRows += sequence.Sequence.Kind == SequenceKind.Mention ? rows : 0;
            }
        }

        return new StepContents(prefixRows, countRows, mentionRows, Participants.Count);
    }

    private int Room(MicroBatch batch) => Math.Min(rowsPerStep - batch.RowCount, batch.RoomForRows);

    private int AddPrefix(RunningWindow window, MicroBatch batch)
    {
        ReadOnlySpan<TokenId> prefix = window.Plan.Prompt.Prefix;
        int rows = Math.Min(prefix.Length - window.PrefixDone, Room(batch));
        for (int i = 0; i < rows; i++)
        {
            batch.AddRow(prefix[window.PrefixDone + i], window.PrefixDone + i, window.PrefixSlots);
        }

        window.Document.Serve(rows, 0);
        window.Document.HasPrefixRows |= rows > 0;
        window.PrefixDone += rows;
        ledger.Grow(window.Prefix, rows);
        return rows;
    }

    private int AddFeed(RunningSequence running, StepPlan plan)
    {
        MicroBatch batch = plan.Batch;
        SequenceFeed feed = running.Sequence.Feed;
        int rows = Math.Min(feed.Count - running.FeedDone, Room(batch));
        if (rows <= 0)
        {
            return 0;
        }

        if (running.FeedDone == 0 && running.Length > feed.Position)
        {
            ledger.Trim(running.Branch, running.Length - feed.Position);
            plan.Trims.Add(new SlotTrim(running.Slot, feed.Position));
        }

        _oneSlot[0] = running.Slot;
        int output = running.ChoicesTaken;
        int added = 0;
        while (added < rows)
        {
            int index = running.FeedDone + added;
            bool wantsOutput = output < feed.OutputCount && feed.OutputIndex(output) == index;
            if (wantsOutput && batch.RoomForOutputs == 0)
            {
                break;
            }

            batch.AddRow(feed.Tokens[index], feed.Position + index, _oneSlot);
            added++;
            if (wantsOutput)
            {
                batch.RequestOutput(feed.OutputScope(output), feed.OutputCandidates(output));
                OutputOwners.Add(running);
                output++;
            }
        }

        if (added > 0)
        {
            Participants.Add(running);
            running.Window.Document.Serve(added, output - running.ChoicesTaken);
            running.Window.Document.HasCountRows |= running.Sequence.Kind == SequenceKind.Count;
            running.FeedDone += added;
            running.Length = feed.Position + running.FeedDone;
            ledger.Grow(running.Branch, added);
        }

        return added;
    }
}
