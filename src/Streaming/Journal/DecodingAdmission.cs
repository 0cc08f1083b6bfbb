using Microsoft.Extensions.Logging;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Journal;

/// <summary>
/// The door to extraction: what goes in is written down, and taken off when it comes out. A document that may have ended the process before goes
/// in alone; one that has ended it each time it was alone does not go in any more. Documents begin one after the other; they end on any thread.
/// </summary>
/// <param name="assignment">Knows where the records of tickets stand, and hears what is committed.</param>
/// <param name="journal">Where it is written down.</param>
/// <param name="observer">Is told of documents that are decoded alone.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Is told of them, too.</param>
public sealed class DecodingAdmission(
    Assignment assignment, DecodingJournal journal, IStreamObserver observer, TimeProvider time, ILogger<DecodingAdmission> logger)
{
    /// <summary>
    /// How long nothing is decoded before a document is decoded alone that ended the process alone; twice as long with each end. Whatever else ends
    /// the process then, at its start or from outside, has time to show it.
    /// </summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>How long at most what has come out is waited for to be committed: its partition may be halted, or another's by now.</summary>
    private static readonly TimeSpan CommitPatience = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<JobTicket, JournalPlace> _inside = [];
    private readonly Dictionary<SourcePartition, long> _uncommitted = [];
    private TaskCompletionSource? _empty;
    private TaskCompletionSource? _settled;
    private bool _isAlone;
    private bool _listens;

    /// <summary>A document is about to be handed to extraction; waits until it may be. One at a time.</summary>
    /// <returns>The document's outcome where it is not to be decoded; null where it is.</returns>
    /// <exception cref="OperationCanceledException">Given up; the document is not inside.</exception>
    public async ValueTask<JobOutcome?> BeginAsync(IncomingDocument document, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(document);
        Listen();
        if (!journal.IsOn || assignment.Ledger.PositionOf(document.Ticket) is not { } position)
        {
            return null;
        }

        JournalPlace place = new(position.Partition, position.Offset);
        int? ends = journal.EndsOf(place);
        if (ends >= JournalState.EndsAlone)
        {
            logger.DocumentGivenUp(place.ToString(), ends.Value);
            return GivenUp(document, ends.Value);
        }

        if (ends is not null || _isAlone)
        {
            await EmptyAsync().WaitAsync(stop).ConfigureAwait(false);
        }

        if (ends > 0)
        {
            // Whoever dies of writing what came out before does so now, and not while this one is in decoding.
            journal.Note(new JournalLine(JournalEvent.Waiting, place));
            await SettledAsync(stop).ConfigureAwait(false);
            await Task.Delay(Pause * (1 << ends.Value), time, stop).ConfigureAwait(false);
        }

        Enter(document.Ticket, place, ends);
        return null;
    }

    /// <summary>A document has come out of extraction.</summary>
    /// <param name="ticket">Its ticket.</param>
    /// <param name="decoded">Whether it has an outcome; otherwise it was given back.</param>
    public void End(JobTicket ticket, bool decoded)
    {
        lock (_lock)
        {
            if (!_inside.Remove(ticket, out JournalPlace place))
            {
                return;
            }

            journal.Note(new JournalLine(decoded ? JournalEvent.Ended : JournalEvent.GivenBack, place));
            if (decoded)
            {
                _uncommitted[place.Partition] = Math.Max(place.Offset, _uncommitted.GetValueOrDefault(place.Partition));
            }

            if (_inside.Count == 0)
            {
                _isAlone = false;
                _empty?.SetResult();
                _empty = null;
            }
        }
    }

    /// <summary>Extraction has ended in order: no document is inside any more, and none has ended the process.</summary>
    public void Stop() => journal.Note(JournalState.StoppedLine);

    private static JobOutcome GivenUp(IncomingDocument document, int ends) => new(
        document.Ticket,
        document.Document,
        DocumentOutcome.Of(
            DocumentFault.EndedProcess,
            $"The process ended each of the {ends} times that it decoded this document and nothing else; it is not decoded any more.").After(ends),
        JobTimings.NotServed(document.Received));

    private void Enter(JobTicket ticket, JournalPlace place, int? ends)
    {
        lock (_lock)
        {
            _isAlone = ends is not null;
            _inside[ticket] = place;
            journal.Note(new JournalLine(_isAlone ? JournalEvent.BegunAlone : JournalEvent.Begun, place));
        }

        if (ends is not null)
        {
            observer.DecodedAlone();
            logger.DocumentAlone(place.ToString(), ends.Value);
        }
    }

    private Task EmptyAsync()
    {
        lock (_lock)
        {
            return _inside.Count == 0 ? Task.CompletedTask : (_empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Waits until all that has come out is committed, or for as long as that may take.</summary>
    private async Task SettledAsync(CancellationToken stop)
    {
        Task settled;
        lock (_lock)
        {
            if (_uncommitted.Count == 0)
            {
                return;
            }

            _settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            settled = _settled.Task;
        }

        try
        {
            await settled.WaitAsync(CommitPatience, time, stop).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            lock (_lock)
            {
                // What could not be committed in all that time is not waited for again.
                _uncommitted.Clear();
                _settled = null;
            }
        }
    }

    private void Committed(CommitWatermark watermark)
    {
        journal.Committed(watermark);
        lock (_lock)
        {
            if (_uncommitted.TryGetValue(watermark.Partition, out long last) && last < watermark.NextOffset)
            {
                _uncommitted.Remove(watermark.Partition);
            }

            if (_uncommitted.Count == 0)
            {
                _settled?.SetResult();
                _settled = null;
            }
        }
    }

    private void Listen()
    {
        if (!_listens && journal.IsOn)
        {
            _listens = true;
            assignment.Commits += Committed;
        }
    }
}
