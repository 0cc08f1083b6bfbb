using PaDeNer.Streaming.Ports;

namespace PaDeNer.Daemon.Hosting;

/// <summary>
/// Whether the broker is there, for a readiness probe. Who asks gets the last answer at once; a new one is fetched on a thread of its own, one
/// question at a time, since a broker that is away takes seconds to say nothing. Safe for threads.
/// </summary>
/// <param name="look">Asks and waits so long at most; null when all is well, otherwise why there was no answer.</param>
/// <param name="time">For the age of the answer.</param>
internal sealed class BrokerProbe(Func<TimeSpan, string?> look, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Lock _gate = new();
    // Who has an assignment has been answered; until the first answer there is nothing to say against it.
    private string? _problem;
    private long? _answered;
    private bool _asking;

    /// <summary>What keeps us from the broker, as far as it is known; null where nothing does. Never waits.</summary>
    public string? Problem()
    {
        lock (_gate)
        {
            if (!_asking && (_answered is not { } answered || time.GetElapsedTime(answered) > Freshness))
            {
                _asking = true;
                new Thread(Renew) { IsBackground = true, Name = "broker probe" }.Start();
            }

            return _problem;
        }
    }

    private void Renew()
    {
        string? problem = Ask();
        lock (_gate)
        {
            (_problem, _answered, _asking) = (problem, time.GetTimestamp(), false);
        }
    }

    private string? Ask()
    {
        try
        {
            return look(Patience) is { } silence ? $"the broker does not answer: {silence}" : null;
        }
        catch (StreamSetupException setup)
        {
            return setup.Message.Split(Environment.NewLine)[0];
        }
#pragma warning disable CA1031 // The end of a thread: whatever happened is the answer.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return $"the broker cannot be asked: {failure.Message}";
        }
    }
}
