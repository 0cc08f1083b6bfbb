using PaDeNer.Daemon.Telemetry;

namespace PaDeNer.Daemon.Health;

/// <summary>
/// Tells a busy stream from one that stands still: the oldest document changes all the time in the one and never in the other. Where results
/// only wait for their commit, the broker is the likely reason, and a restart of this process mends nothing.
/// </summary>
/// <param name="figures">What the stream last said.</param>
/// <param name="patience">How long a document may be the oldest; zero for ever.</param>
/// <param name="time">The clock.</param>
internal sealed class StallWatch(StreamFigures figures, TimeSpan patience, TimeProvider time)
{
    /// <summary>What does not get on; null where everything does.</summary>
    public string? WhyStalled()
    {
        if (patience == TimeSpan.Zero)
        {
            return null;
        }

        if (figures.Uncommitted.UnchangedFor(time) is { } unpublished && unpublished > patience)
        {
            return $"finished documents have not been committed for {unpublished.TotalSeconds:0} s; see the log for what the broker says";
        }

        return figures.Undecoded.UnchangedFor(time) is { } undecoded && undecoded > patience
            ? $"the same document has been the oldest without an outcome for {undecoded.TotalSeconds:0} s"
            : null;
    }

    /// <summary>
    /// Why the engine must be given up: a lane has documents in decoding, or documents wait, and no step has ended for the whole patience.
    /// Null where the lanes get on, and where they may be waiting for results to be committed.
    /// </summary>
    public string? WhyEngineHangs()
    {
        // Half of it: a sink that stands still holds up the lanes later than the first result it does not take.
        if (patience == TimeSpan.Zero || figures.Uncommitted.UnchangedFor(time) > patience / 2 || figures.Undecoded.UnchangedFor(time) <= patience)
        {
            return null;
        }

        foreach ((int number, LaneFigures lane) in figures.Lanes)
        {
            TimeSpan silent = time.GetElapsedTime(lane.At);
            if (lane.Documents > 0 && silent > patience)
            {
                return $"lane {number} has been in the same step for {silent.TotalSeconds:0} s with {lane.Documents} documents in decoding";
            }
        }

        return figures.LastStep == 0 || time.GetElapsedTime(figures.LastStep) > patience
            ? $"documents wait and no lane has finished a step for {patience.TotalSeconds:0} s"
            : null;
    }
}
