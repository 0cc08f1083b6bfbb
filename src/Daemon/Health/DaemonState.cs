using PaDeNer.Daemon.Telemetry;

namespace PaDeNer.Daemon.Health;

/// <summary>Whether the daemon lives and whether it is ready, and why not. Safe for threads.</summary>
/// <param name="figures">What the stream last said.</param>
/// <param name="stalls">Whether documents get on.</param>
/// <param name="time">For the age of the poll thread's last sign.</param>
/// <param name="brokerProblem">What keeps us from the broker, or null. Must not wait. Null where there is no stream: then a loaded model is all it takes.</param>
internal sealed class DaemonState(StreamFigures figures, StallWatch stalls, TimeProvider time, Func<string?>? brokerProblem)
{
    /// <summary>A poll thread that says nothing for so long hangs.</summary>
    public static readonly TimeSpan PollPatience = TimeSpan.FromMinutes(2);

    private volatile DaemonPhase _phase = DaemonPhase.Loading;

    /// <summary>Where the daemon stands.</summary>
    public DaemonPhase Phase
    {
        get => _phase;
        set => _phase = value;
    }

    /// <summary>Why the process should be restarted; null while it lives.</summary>
    public string? WhyNotAlive()
    {
        if (Phase == DaemonPhase.Failed)
        {
            return "a part of the daemon failed; see the log";
        }

        long lastPoll = figures.LastPoll;
        bool stalled = Phase == DaemonPhase.Serving && lastPoll != 0 && time.GetElapsedTime(lastPoll) > PollPatience;
        return stalled
            ? $"the consumer has not polled for {time.GetElapsedTime(lastPoll).TotalSeconds:0} s"
            : Phase == DaemonPhase.Serving ? stalls.WhyEngineHangs() : null;
    }

    /// <summary>Why no documents are taken right now; null when they are.</summary>
    public string? WhyNotReady()
    {
        string? reason = WhyNotAlive() ?? Phase switch
        {
            DaemonPhase.Loading => "the model is being loaded",
            DaemonPhase.Draining => "the daemon is stopping",
            _ => null,
        };
        if (reason is not null)
        {
            return reason;
        }

        if (brokerProblem is null)
        {
            return stalls.WhyStalled();
        }

        if (figures.LastPoll == 0)
        {
            return brokerProblem() ?? "the consumer has not started yet";
        }

        if (stalls.WhyStalled() is { } stall)
        {
            return stall;
        }

        // A member without partitions is a healthy stand-by, once the group has told it so.
        return brokerProblem() ?? figures switch
        {
            { Partitions: < 0 } => "the group has not given it its first assignment yet",
            { Answers.BrokersAnswer: false } => "brokers that have its partitions do not answer",
            { Answers.GroupAnswers: false } => "the group does not say what is committed: its coordinator is away, or a transaction that nobody ends is open on its offsets",
            { TransactionsPossible: false } => "its transactions are not possible yet: the brokers have not answered the new producer",
            _ => null,
        };
    }
}
