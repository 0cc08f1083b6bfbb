using System.Collections.Concurrent;
using System.Threading.Channels;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Batching.Extraction;

/// <summary>
/// Documents to outcomes: owns planning, the queue, the lanes, the account of what is inside, and the end of it all. One call takes a
/// document; one call stops, finishing what lanes have begun and giving back the rest. A finite run ends with <see cref="FinishAsync"/>. Knows neither where documents come from nor where
/// outcomes go. Safe from any thread once started.
/// </summary>
/// <remarks>
/// A failure of one document is that document's outcome. What fails outside of any document (a device that computes no more, memory that is
/// not there) is the end of the engine: <see cref="Completion"/> fails with it, and so does every document inside.
/// </remarks>
public sealed class ExtractionEngine : IAsyncDisposable
{
    private readonly ExtractionEngineSettings _settings;
    private readonly IJobQueue _queue;
    private readonly Channel<Submission> _toPlan;
    private readonly ConcurrentDictionary<long, Submission> _inside = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Lane[] _lanes = [];
    private Task[] _planners = [];
    private long _tickets;
    private int _disposed;
    private volatile bool _closing;

    /// <summary>An engine that does nothing yet.</summary>
    /// <param name="settings">What it is made of.</param>
    public ExtractionEngine(ExtractionEngineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfZero(settings.Lanes.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.QueueLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.PlanningWorkers, 1);
        _settings = settings;
        _queue = settings.Assignment == LaneAssignment.InTurn
            ? new QueuePerLane(settings.Lanes.Count, Math.Max(1, settings.QueueLength / settings.Lanes.Count))
            : new SharedQueue(new DeadlineJobs(settings.QueueLength, settings.Time, settings.Policy.Queue));

        // Few: in here an urgent document cannot go past others.
        _toPlan = Channel.CreateBounded<Submission>(Math.Max(1, settings.QueueLength / 8));
    }

    /// <summary>Completes once nothing is inside any more and all lanes are out of their engines; fails with what ended it before its time.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Documents that were taken and have no outcome yet; a guess by the time it is read.</summary>
    public int DocumentsInside => _inside.Count + _toPlan.Reader.Count;

    /// <summary>Starts the lanes and waits until each has decoded the document of <see cref="ExtractionEngineSettings.WarmUp"/>.</summary>
    /// <exception cref="EngineFaultException">A lane's engine cannot compute; all lanes are out of their engines.</exception>
    /// <exception cref="OperationCanceledException">Given up; all lanes are out of their engines.</exception>
    public async Task StartAsync(CancellationToken stop)
    {
        _lanes = [.. _settings.Lanes.Select((_, number) => Lane.Start(number, _settings, _queue.SourceOf(number), Emit, _abandon.Token))];
        _planners = [.. Enumerable.Range(0, _settings.PlanningWorkers).Select(_ => Task.Run(PlanAsync, CancellationToken.None))];
        try
        {
            await foreach (Task warm in Task.WhenEach(_lanes.Select(static lane => lane.Warm)).WithCancellation(stop).ConfigureAwait(false))
            {
                await warm.ConfigureAwait(false);
            }
        }
        catch
        {
            Close();
            await _abandon.CancelAsync().ConfigureAwait(false);
            await LanesEndedAsync().ConfigureAwait(false);
            _completion.TrySetResult();
            throw;
        }

        _ = WatchAsync();
        _ = EndQueueAsync();
    }

    /// <summary>Takes a document as soon as there is room, and decodes it.</summary>
    /// <param name="document">The document; its ticket is the caller's and comes back with the outcome.</param>
    /// <param name="stop">Gives up waiting for room, not the document once it was taken.</param>
    /// <returns>Its outcome; null where the engine was stopped before a lane had begun it, or abandoned.</returns>
    /// <exception cref="ChannelClosedException">The engine takes no document any more.</exception>
    /// <exception cref="EngineFaultException">The engine has failed.</exception>
    public async Task<JobOutcome?> DecodeAsync(IncomingDocument document, CancellationToken stop = default) =>
        await (await SubmitAsync(document, stop).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>As <see cref="DecodeAsync"/> in two steps: returns once the document was taken, so that a feed knows when to go on.</summary>
    public async ValueTask<Task<JobOutcome?>> SubmitAsync(IncomingDocument document, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        Submission submission = new(document);
        await _toPlan.Writer.WriteAsync(submission, stop).ConfigureAwait(false);
        return submission.Outcome;
    }

    /// <summary>Takes no document any more, and waits until all that were taken have ended: the end of a finite run.</summary>
    /// <remarks>What fails on the way is told by <see cref="Completion"/> and by the documents themselves.</remarks>
    public async Task FinishAsync()
    {
        _toPlan.Writer.TryComplete();
        await _completion.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>
    /// Takes no document any more, gives back those that no lane has begun, and waits until the lanes have finished theirs. May be called
    /// several times; each call waits for the same end.
    /// </summary>
    /// <param name="abandon">Gives back what the lanes have begun as well, after the step that is under way.</param>
    public async Task StopAsync(CancellationToken abandon)
    {
        Close();
        await using CancellationTokenRegistration giveUp = abandon.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _abandon);
        if (_lanes.Length > 0)
        {
            await _completion.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Abandons what is inside and waits until the lanes are out of their engines, which stay the caller's.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        _queue.Dispose();
        _abandon.Dispose();
    }

    private void Close()
    {
        _closing = true;
        _toPlan.Writer.TryComplete();
        GiveBack(_queue.Close());
    }

    private void GiveBack(IReadOnlyList<DocumentJob> jobs)
    {
        foreach (DocumentJob job in jobs)
        {
            if (_inside.TryRemove(job.Ticket.Value, out Submission? submission))
            {
                submission.GiveBack();
            }
        }
    }

    /// <summary>Nothing is planned any more: lanes end once they have decoded what waits.</summary>
    private async Task EndQueueAsync()
    {
        await Task.WhenAll(_planners).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _queue.Complete();
    }

    /// <summary>Waits for lanes and planners to end; the first failure ends the others.</summary>
    private async Task WatchAsync()
    {
        Exception? failure = null;
        await foreach (Task ended in Task.WhenEach(_lanes.Select(static lane => lane.Completion).Concat(_planners)).ConfigureAwait(false))
        {
            if (ended.IsFaulted && failure is null)
            {
                failure = ended.Exception!.InnerException!;
                Close();
                await _abandon.CancelAsync().ConfigureAwait(false);
            }
        }

        EndAll(failure);
    }

    /// <summary>Nobody works any more: whatever is still inside has been abandoned, or has gone down with the engine.</summary>
    private void EndAll(Exception? failure)
    {
        while (_toPlan.Reader.TryRead(out Submission? submission))
        {
            EndUndecoded(submission, failure);
        }

        foreach (Submission submission in _inside.Values)
        {
            EndUndecoded(submission, failure);
        }

        _inside.Clear();
        _ = failure is null ? _completion.TrySetResult() : _completion.TrySetException(failure);
    }

    private static void EndUndecoded(Submission submission, Exception? failure)
    {
        if (failure is null)
        {
            submission.GiveBack();
        }
        else
        {
            submission.Fail(failure);
        }
    }

    private async Task LanesEndedAsync() =>
        await Task.WhenAll(_lanes.Select(static lane => lane.Completion)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task PlanAsync()
    {
        await foreach (Submission submission in _toPlan.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (_closing)
            {
                submission.GiveBack();
                continue;
            }

            try
            {
                await PlanAsync(submission).ConfigureAwait(false);
            }
            catch (ChannelClosedException)
            {
                submission.GiveBack();
            }
            catch (Exception failure)
            {
                submission.Fail(failure);
                throw;
            }
        }
    }

    private async Task PlanAsync(Submission submission)
    {
        IncomingDocument incoming = submission.Document;
        PlanResult result = _settings.Plan(incoming.Document);
        if (!result.Succeeded)
        {
            submission.End(new JobOutcome(incoming.Ticket, incoming.Document, result.Fault, JobTimings.NotServed(incoming.Received)));
            return;
        }

        // A ticket of our own: the caller's may come twice, and arrival is told by it.
        JobTicket ticket = new(Interlocked.Increment(ref _tickets));
        _inside[ticket.Value] = submission;
        try
        {
            await _queue.WriteAsync(DocumentJob.Of(incoming with { Ticket = ticket }, result.Plan), CancellationToken.None).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            _inside.TryRemove(ticket.Value, out _);
            throw;
        }
    }

    private void Emit(JobOutcome outcome)
    {
        if (_inside.TryRemove(outcome.Ticket.Value, out Submission? submission))
        {
            submission.End(outcome);
        }
    }
}
