using PaDeNer.Daemon.Telemetry;

namespace PaDeNer.Daemon.Health;

/// <summary>
/// Tells a stream that stands still without a reason from one that is idle, busy or waiting: records wait, and for the whole patience nothing was committed,
/// no document ended, no lane made a step, though the brokers answer and transactions are possible. A stream whose partitions are all halted waits for people.
/// One thread.
/// </summary>
/// <param name="figures">What the stream last said.</param>
/// <param name="brokerProblem">What keeps us from the broker, or null. Must not wait.</param>
/// <param name="patience">How long it may stand still; zero for ever.</param>
/// <param name="time">The clock.</param>
internal sealed class ProgressWatch(StreamFigures figures, Func<string?> brokerProblem, TimeSpan patience, TimeProvider time)
{
    private long _progress;
    private long? _still;
    private bool _renewed;

    /// <summary>Looks; to be called often within the patience.</summary>
    public ProgressVerdict Look()
    {
        if (figures.Progress is var progress && progress != _progress)
        {
            (_progress, _still, _renewed) = (progress, null, false);
        }

        if (patience == TimeSpan.Zero || !HasWork || IsWaiting)
        {
            _still = null;
            return ProgressVerdict.None;
        }

        _still ??= time.GetTimestamp();
        TimeSpan still = time.GetElapsedTime(_still.Value);

        // Asking costs a client: who gets on is not asked for.
        if (still >= patience / 2 && brokerProblem() is not null)
        {
            _still = null;
            return ProgressVerdict.None;
        }

        if (still < patience)
        {
            return ProgressVerdict.None;
        }

        (bool wasRenewed, _renewed, _still) = (_renewed, true, null);
        return wasRenewed ? ProgressVerdict.End : ProgressVerdict.Renew;
    }

    private bool HasWork => figures.InFlight > 0 || (figures.Halted == 0 && figures.Lags.Values.Any(static lag => lag.Records > 0));

    private bool IsWaiting => !figures.TransactionsPossible || figures.Answers is { BrokersAnswer: false } or { GroupAnswers: false };
}

/// <summary>What is to be done for a stream.</summary>
internal enum ProgressVerdict
{
    /// <summary>Nothing: it gets on, has nothing to do, or waits for somebody it knows.</summary>
    None,

    /// <summary>It stands still, and nobody can say why: its Kafka clients are made anew.</summary>
    Renew,

    /// <summary>That has not helped: the process ends.</summary>
    End,
}
