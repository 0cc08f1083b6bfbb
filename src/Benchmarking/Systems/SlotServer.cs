using System.Runtime.InteropServices;
using System.Threading.Channels;
using PaDeNer.Benchmarking.ForcedDecoding;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarking.Systems;

/// <summary>
/// llama-server's way of working: requests that know nothing of each other, first come first served; a free slot by prefix similarity,
/// else the one unused for longest; of what the slot holds, the common prefix is kept and the rest forgotten; a step holds the generating
/// slots first, then prompts in slot order, as much as fits. A label's mentions are asked for as soon as its count is known.
/// </summary>
internal sealed class SlotServer : IDocumentWorker
{
    /// <summary>Least share of a prompt that a slot must hold to be chosen for it.</summary>
    private const double LeastSimilarity = 0.1;

    private readonly StepRunner _steps;
    private readonly WorkClock _clock;
    private readonly ServerSlot[] _slots;
    private readonly Queue<ServerRequest> _waiting = new();
    private long _now;

    public SlotServer(StepRunner steps, WorkClock clock, int slots)
    {
        (_steps, _clock) = (steps, clock);
        _slots = [.. Enumerable.Range(0, Math.Min(slots, steps.Capacity.Slots)).Select(static i => new ServerSlot(new SlotId(i)))];
    }

    public void Run(ChannelReader<Submission> queue)
    {
        try
        {
            while (queue.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                _clock.Start();
                do
                {
                    Take(queue);
                    Assign();
                    Step();
                }
                while (_waiting.Count > 0 || Array.Exists(_slots, static slot => slot.Request is not null));
                _clock.Stop();
            }
        }
        catch (Exception failure)
        {
            foreach (ServerRequest request in _waiting.Concat(_slots.Select(static slot => slot.Request).OfType<ServerRequest>()))
            {
                request.Owner.Submission.Fail(failure);
            }

            throw;
        }
    }

    private void Take(ChannelReader<Submission> queue)
    {
        while (queue.TryRead(out Submission? submission))
        {
            if (submission.IsForget)
            {
                Forget();
                submission.Complete();
                continue;
            }

            ServerDocument owner = new(submission);
            foreach (LabelAnswers label in submission.Answers.Labels)
            {
                _waiting.Enqueue(new ServerRequest(owner, new ScriptedSequence(label.Prompt, label.Count), label));
            }
        }
    }

    private void Forget()
    {
        foreach (ServerSlot slot in _slots.Where(static slot => slot.Request is null))
        {
            Shorten(slot, 0);
            slot.LastUsed = 0;
        }
    }

    private void Assign()
    {
        while (_waiting.TryPeek(out ServerRequest? request) && ChooseSlot(request.Sequence) is { } slot)
        {
            int kept = Math.Min(slot.CommonPrefix(request.Sequence.Prompt), request.Sequence.PromptLength - 1);
            slot.Request = request; // so that it is not emptied to make room for itself
            if (!MakeRoom(request.Sequence.Rows))
            {
                slot.Request = null;
                return;
            }

            _waiting.Dequeue();
            Shorten(slot, kept);
            request.Sequence.StartAt(kept);
        }
    }

    /// <summary>The free slot that holds most of the prompt; where none holds enough of it, the one unused for longest; null where none is free.</summary>
    private ServerSlot? ChooseSlot(ScriptedSequence sequence)
    {
        ServerSlot? similar = null;
        ServerSlot? oldest = null;
        double best = LeastSimilarity;
        foreach (ServerSlot slot in _slots)
        {
            if (slot.Request is not null)
            {
                continue;
            }

            double similarity = (double)slot.CommonPrefix(sequence.Prompt) / sequence.PromptLength;
            if (similarity > best)
            {
                (similar, best) = (slot, similarity);
            }

            oldest = oldest is null || slot.LastUsed < oldest.LastUsed ? slot : oldest;
        }

        return similar ?? oldest;
    }

    /// <summary>Empties free slots, the one unused for longest first, until a request's cells are there; false where busy slots hold too many.</summary>
    private bool MakeRoom(int cells)
    {
        while (true)
        {
            int held = cells;
            ServerSlot? oldest = null;
            foreach (ServerSlot slot in _slots)
            {
                bool isStarting = slot.Request is { } request && ReferenceEquals(request, _waiting.Peek());
                held += slot.Request is null ? slot.Held.Count : isStarting ? 0 : slot.Request.Sequence.Rows;
                if (slot.Request is null && slot.Held.Count > 0 && (oldest is null || slot.LastUsed < oldest.LastUsed))
                {
                    oldest = slot;
                }
            }

            if (held <= _steps.Capacity.KvCells)
            {
                return true;
            }

            if (oldest is null)
            {
                return Array.Exists(_slots, slot => slot.Request is { } other && !ReferenceEquals(other, _waiting.Peek()))
                    ? false
                    : throw new EngineFaultException($"A request of {cells} tokens does not fit the {_steps.Capacity.KvCells} KV cells.");
            }

            Shorten(oldest, 0);
        }
    }

    private void Shorten(ServerSlot slot, int kept)
    {
        if (slot.Held.Count > kept)
        {
            slot.Held.RemoveRange(kept, slot.Held.Count - kept);
            _steps.Plan.Trims.Add(new SlotTrim(slot.Id, kept));
        }
    }

    private void Step()
    {
        AddRows(generating: true);
        AddRows(generating: false);
        if (_steps.Plan.Batch.RowCount == 0)
        {
            return; // trims wait for the next step
        }

        _steps.Execute();
        _now++;
        foreach (ServerSlot slot in _slots)
        {
            if (slot.Request is { Sequence.IsFinished: true } request)
            {
                slot.Request = null;
                slot.LastUsed = _now;
                Finish(request);
            }
        }
    }

    private void AddRows(bool generating)
    {
        foreach (ServerSlot slot in _slots)
        {
            if (slot.Request?.Sequence is { } sequence && sequence.IsGenerating == generating && _steps.Room > 0)
            {
                int first = sequence.Position;
                int rows = sequence.AddRows(_steps.Plan.Batch, slot.Id, _steps.Room);
                for (int i = first; i < first + rows; i++)
                {
                    slot.Held.Add(sequence.TokenAt(i));
                }
            }
        }
    }

    private void Finish(ServerRequest request)
    {
        ServerDocument owner = request.Owner;
        foreach (MentionAnswer mention in request.CountOf?.Mentions ?? [])
        {
            owner.Open++;
            _waiting.Enqueue(new ServerRequest(owner, new ScriptedSequence([.. request.CountOf!.Prompt, .. mention.Prompt], mention.Answer), null));
        }

        if (--owner.Open == 0)
        {
            owner.Submission.Complete();
        }
    }

    private sealed class ServerDocument(Submission submission)
    {
        public Submission Submission { get; } = submission;

        /// <summary>Requests that have no answer yet.</summary>
        public int Open { get; set; } = submission.Answers.Labels.Count;
    }

    /// <param name="Owner">Whose request it is.</param>
    /// <param name="Sequence">The documents to decode; at least one.</param>
    /// <param name="CountOf">The label it counts; null for a mention.</param>
    private sealed record ServerRequest(ServerDocument Owner, ScriptedSequence Sequence, LabelAnswers? CountOf);

    private sealed class ServerSlot(SlotId id)
    {
        public SlotId Id { get; } = id;

        /// <summary>What its part of the KV cache holds.</summary>
        public List<TokenId> Held { get; } = [];

        public ServerRequest? Request { get; set; }

        public long LastUsed { get; set; }

        public int CommonPrefix(ReadOnlySpan<TokenId> prompt) => CollectionsMarshal.AsSpan(Held).CommonPrefixLength(prompt);
    }
}
