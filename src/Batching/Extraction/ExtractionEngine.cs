using System.Threading.Channels;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Engine;

namespace PaDeNer.Batching.Extraction;

/// <summary>
/// Documents to outcomes: owns planning, the queue, the lanes, the account of what is inside, and the end of it all. One call takes a
/// document; one call stops, finishing what lanes have begun and giving back the rest. A finite run ends with <see cref="FinishAsync"/>. Knows neither where documents come from nor where
/// outcomes go. Driven by threads of its own (<see cref="StartAsync"/>), and then safe from any thread, or by a pump in its caller's hands
/// (<see cref="StartPumped"/>).
/// </summary>
/// <remarks>
/// A failure of one document is that document's outcome. What fails outside of any document (a device that computes no more, memory that is
/// not there) is the end of the engine: <see cref="Completion"/> fails with it, and so does every document inside, begun or not: none is given back, which
/// would tell its owner of an orderly stop.
/// </remarks>
public sealed class ExtractionEngine : IAsyncDisposable
{
    private readonly ExtractionEngineSettings _settings;
    private readonly Intake _intake;
    private readonly CancellationTokenSource _abandon = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LaneThread[] _lanes = [];
    private Task[] _planners = [];
    private EnginePump? _pump;
    private int _disposed;

    /// <summary>An engine that does nothing yet.</summary>
    /// <param name="settings">What it is made of.</param>
    public ExtractionEngine(ExtractionEngineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfZero(settings.Lanes.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.QueueLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.PlanningWorkers, 1);
        _settings = settings;
        _intake = new Intake(settings);
    }

    /// <summary>Completes once nothing is inside any more and all lanes are out of their engines; fails with what ended it before its time.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Documents that were taken and have no outcome yet; a guess by the time it is read.</summary>
    public int DocumentsInside => _intake.Documents;

    private bool IsStarted => _lanes.Length > 0 || _pump is not null;

    /// <summary>Starts the lanes and waits until each has decoded the document of <see cref="ExtractionEngineSettings.WarmUp"/>.</summary>
    /// <exception cref="EngineFaultException">A lane's engine cannot compute; all lanes are out of their engines.</exception>
    /// <exception cref="OperationCanceledException">Given up; all lanes are out of their engines.</exception>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public async Task StartAsync(CancellationToken stop)
    {
        RequireNotStarted();
        _lanes = [.. _settings.Lanes.Select((_, number) => LaneThread.Start(number, _settings, _intake.SourceOf(number), Emit, _abandon.Token))];
        _planners = [.. Enumerable.Range(0, _settings.PlanningWorkers).Select(_ => Task.Run(_intake.PlanAllAsync, CancellationToken.None))];
        try
        {
            await foreach (Task warm in Task.WhenEach(_lanes.Select(static lane => lane.Warm)).WithCancellation(stop).ConfigureAwait(false))
            {
                await warm.ConfigureAwait(false);
            }
        }
        catch (Exception failure)
        {
            _intake.Close(failure is OperationCanceledException ? null : failure);
            await _abandon.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(_lanes.Select(static lane => lane.Completion).Concat(_planners)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _intake.EndAll();
            _completion.TrySetResult();
            throw;
        }

        _ = WatchAsync();
        _ = EndQueueAsync();
    }

    /// <summary>
    /// Starts it without a thread: from now on nothing happens but what the pump is told to do, on its caller's thread. Each lane decodes the
    /// document of <see cref="ExtractionEngineSettings.WarmUp"/> first. <see cref="EngineLane.Begin"/> is not called: no thread is a lane's.
    /// </summary>
    /// <param name="stepTime">What the step that a lane has just executed takes on the settings' clock; null where that clock has moved meanwhile.</param>
    /// <exception cref="EngineFaultException">A lane's engine cannot compute.</exception>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public EnginePump StartPumped(Func<int, TimeSpan>? stepTime = null)
    {
        RequireNotStarted();
        return _pump = new EnginePump(_settings, _intake, _completion, stepTime, _abandon.Token);
    }

    /// <summary>Takes a document as soon as there is room, and decodes it.</summary>
    /// <param name="document">The document; its ticket is the caller's and comes back with the outcome.</param>
    /// <param name="stop">Gives up waiting for room, not the document once it was taken.</param>
    /// <returns>Its outcome; null where the engine was stopped before a lane had begun it, or abandoned, or where <see cref="IncomingDocument.GiveUp"/> was cancelled.</returns>
    /// <exception cref="ChannelClosedException">The engine takes no document any more.</exception>
    /// <exception cref="EngineFaultException">The engine has failed.</exception>
    public async Task<JobOutcome?> DecodeAsync(IncomingDocument document, CancellationToken stop = default) =>
        await (await SubmitAsync(document, stop).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>As <see cref="DecodeAsync"/> in two steps: returns once the document was taken, so that a feed knows when to go on.</summary>
    public ValueTask<Task<JobOutcome?>> SubmitAsync(IncomingDocument document, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        return _intake.SubmitAsync(document, stop);
    }

    /// <summary>Takes no document any more, and waits until all that were taken have ended: the end of a finite run.</summary>
    /// <remarks>
    /// What fails on the way is told by <see cref="Completion"/> and by the documents themselves. Where a pump drives, its owner goes on
    /// pumping meanwhile.
    /// </remarks>
    public async Task FinishAsync()
    {
        _intake.Complete();
        _pump?.EndIfDone();
        await _completion.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>
    /// Takes no document any more, gives back those that no lane has begun, and waits until the lanes have finished theirs: where a pump
    /// drives, until its owner has pumped them to their end. May be called several times; each call waits for the same end.
    /// </summary>
    /// <param name="abandon">Gives back what the lanes have begun as well, after the step that is under way.</param>
    public async Task StopAsync(CancellationToken abandon)
    {
        _intake.Close();
        _pump?.EndIfDone();
        await using CancellationTokenRegistration giveUp = abandon.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _abandon);
        if (IsStarted)
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
        _intake.Dispose();
        _abandon.Dispose();
    }

    /// <summary>Nothing is planned any more: lanes end once they have decoded what waits.</summary>
    private async Task EndQueueAsync()
    {
        await Task.WhenAll(_planners).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _intake.CompleteQueue();
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
                _intake.Close(failure);
                await _abandon.CancelAsync().ConfigureAwait(false);
            }
        }

        _intake.EndAll();
        _ = failure is null ? _completion.TrySetResult() : _completion.TrySetException(failure);
    }

    private void Emit(JobOutcome outcome) => _ = _intake.End(outcome);

    private void RequireNotStarted()
    {
        if (IsStarted)
        {
            throw new InvalidOperationException("The engine was started before.");
        }
    }
}
