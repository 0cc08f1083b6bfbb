using System.Collections.Concurrent;
using System.Threading.Channels;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Batching.Extraction;

/// <summary>
/// Documents from their submission to their end, whoever drives the engine: planning, the queue before the lanes, and the account of what
/// is inside. Safe from any thread.
/// </summary>
internal sealed class Intake : IDisposable
{
    private readonly ExtractionEngineSettings _settings;
    private readonly IJobQueue _queue;
    private readonly Channel<Submission> _toPlan;
    private readonly ConcurrentDictionary<long, Submission> _inside = new();
    private long _tickets;
    private volatile bool _closing;
    private Exception? _failure;

    /// <summary>Nothing inside.</summary>
    public Intake(ExtractionEngineSettings settings)
    {
        _settings = settings;
        _queue = settings.Assignment == LaneAssignment.InTurn
            ? new QueuePerLane(settings.Lanes.Count, Math.Max(1, settings.QueueLength / settings.Lanes.Count))
            : new SharedQueue(new DeadlineJobs(settings.QueueLength, settings.Time, settings.Order));

        // Few: in here an urgent document cannot go past others.
        _toPlan = Channel.CreateBounded<Submission>(Math.Max(1, settings.QueueLength / 8));
    }

    /// <summary>Documents that were taken and have no outcome yet; a guess by the time it is read.</summary>
    public int Documents => _inside.Count + _toPlan.Reader.Count;

    /// <summary>Whether nothing is taken any more and nothing waits to be planned.</summary>
    public bool IsAllPlanned => _toPlan.Reader.Completion.IsCompleted;

    /// <summary>Where a lane takes its jobs from.</summary>
    public IJobSource SourceOf(int lane) => _queue.SourceOf(lane);

    /// <summary>Takes a document as soon as there is room.</summary>
    public async ValueTask<Task<JobOutcome?>> SubmitAsync(IncomingDocument document, CancellationToken stop)
    {
        Submission submission = new(document);
        await _toPlan.Writer.WriteAsync(submission, stop).ConfigureAwait(false);
        return submission.Outcome;
    }

    /// <summary>Takes no document any more.</summary>
    public void Complete() => _toPlan.Writer.TryComplete();

    /// <summary>Takes no document any more, and ends those that no lane has begun: given back, or failed with the engine.</summary>
    /// <param name="failure">What ended the engine before its time; null where it was stopped. Of several calls, the first failure counts.</param>
    public void Close(Exception? failure = null)
    {
        _failure ??= failure;
        _closing = true;
        Complete();
        EndUnplanned();
        foreach (DocumentJob job in _queue.Close())
        {
            EndUndecoded(job);
        }
    }

    /// <summary>Plans what is submitted, to the end; one of the engine's planning workers.</summary>
    public async Task PlanAllAsync()
    {
        await foreach (Submission submission in _toPlan.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (Plan(submission) is not { } job)
            {
                continue;
            }

            try
            {
                await _queue.WriteAsync(job, CancellationToken.None).ConfigureAwait(false);
            }
            catch (ChannelClosedException)
            {
                EndUndecoded(job);
            }
        }
    }

    /// <summary>Plans what is submitted as long as the queue has room for it; never waits. False where it has none left.</summary>
    public bool PlanWhileRoom()
    {
        while (_closing || _queue.HasRoom)
        {
            if (!_toPlan.Reader.TryRead(out Submission? submission))
            {
                return !_closing;
            }

            if (Plan(submission) is { } job && !_queue.TryWrite(job))
            {
                EndUndecoded(job);
            }
        }

        return false;
    }

    /// <summary>Nothing is planned any more: lanes end once they have decoded what waits.</summary>
    public void CompleteQueue() => _queue.Complete();

    /// <summary>
    /// A document has been decoded: the observer is told, then whoever waits for it. Gives the outcome with the ticket that the document was
    /// submitted with; null where it had ended before.
    /// </summary>
    public JobOutcome? End(JobOutcome outcome)
    {
        if (!_inside.TryRemove(outcome.Ticket.Value, out Submission? submission))
        {
            return null;
        }

        JobOutcome own = outcome with { Ticket = submission.Document.Ticket };
        _settings.Observer.DocumentDecoded(own);
        submission.End(own);
        return own;
    }

    /// <summary>Nobody works any more: whatever is still inside has been abandoned, or fails with the engine.</summary>
    public void EndAll()
    {
        EndUnplanned();
        foreach (Submission submission in _inside.Values)
        {
            submission.EndUndecoded(_failure);
        }

        _inside.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => _queue.Dispose();

    /// <summary>The job of a document; null where the document has ended instead.</summary>
    private DocumentJob? Plan(Submission submission)
    {
        IncomingDocument incoming = submission.Document;
        if (_closing || incoming.GiveUp.IsCancellationRequested)
        {
            submission.EndUndecoded(_failure);
            return null;
        }

        try
        {
            PlanResult result = _settings.Plan(incoming.Document);
            if (!result.HasPlan)
            {
                submission.End(new JobOutcome(incoming.Ticket, incoming.Document, result.Outcome, JobTimings.NotServed(incoming.Received)) { Trace = incoming.Trace });
                return null;
            }

            // A ticket of our own: the caller's may come twice, and arrival is told by it.
            JobTicket ticket = new(Interlocked.Increment(ref _tickets));
            DocumentJob job = DocumentJob.Of(incoming with { Ticket = ticket }, result.Plan);
            if (_settings.Budget.Exceeded(job.TextRows, TimeSpan.Zero) is { } over)
            {
                // Its text alone is more than it may take.
                submission.End(new JobOutcome(incoming.Ticket, incoming.Document, over, JobTimings.NotServed(incoming.Received)));
                return null;
            }

            _inside[ticket.Value] = submission;
            if (incoming.GiveUp.CanBeCanceled)
            {
                // The lane that has it, or takes it, finds out by itself.
                submission.WhenGivenUp(() => EndUndecoded(job));
            }

            return job;
        }
        catch (Exception failure)
        {
            submission.EndUndecoded(failure);
            throw;
        }
    }

    private void EndUnplanned()
    {
        while (_toPlan.Reader.TryRead(out Submission? submission))
        {
            submission.EndUndecoded(_failure);
        }
    }

    private void EndUndecoded(DocumentJob job)
    {
        if (_inside.TryRemove(job.Ticket.Value, out Submission? submission))
        {
            submission.EndUndecoded(_failure);
        }
    }
}
