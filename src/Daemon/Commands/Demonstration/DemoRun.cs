using PaDeNer.Daemon.Hosting;

namespace PaDeNer.Daemon.Commands.Demonstration;

/// <summary>Streams samples through a running daemon and shows what comes out.</summary>
internal sealed class DemoRun(RunningDaemon daemon, DemoClient client, DemoDisplay display, TimeProvider time)
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = [];
    private readonly Dictionary<string, DemoResult> _early = new(StringComparer.Ordinal);
    private int _sent;
    private int _received;
    private long _firstSent;
    private long _lastReceived;

    /// <summary>Time from the first document sent to the last result read.</summary>
    public TimeSpan Elapsed => _received == 0 ? TimeSpan.Zero : time.GetElapsedTime(_firstSent, _lastReceived);

    /// <summary>Results read.</summary>
    public int Received => _received;

    /// <summary>Waits until the daemon has its partitions.</summary>
    /// <exception cref="TimeoutException">It did not get any.</exception>
    public async Task WaitForPartitionsAsync(CancellationToken stop)
    {
        long started = time.GetTimestamp();
        while (daemon.Figures.Partitions <= 0)
        {
            ThrowIfFailed();
            ThrowIfLate(started, "The broker assigned no partition to the daemon");
            await Task.Delay(PollTimeout, time, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Sends documents as fast as they are taken, so many on their way at once, and shows all results.</summary>
    /// <exception cref="TimeoutException">A result did not come.</exception>
    public void Stream(IEnumerable<DemoSample> documents, int onTheirWay, CancellationToken stop)
    {
        using IEnumerator<DemoSample> next = documents.GetEnumerator();
        bool more = next.MoveNext();
        long progress = time.GetTimestamp();
        while (!stop.IsCancellationRequested && (more || OnTheirWay > 0))
        {
            ThrowIfFailed();
            for (; more && OnTheirWay < onTheirWay; more = next.MoveNext())
            {
                Send(next.Current);
            }

            if (ReceiveOne(PollTimeout))
            {
                progress = time.GetTimestamp();
            }

            ThrowIfLate(progress, $"{_received} of {_sent} results came and then no more");
        }

        // Behind a dead letter nothing has its turn.
        foreach (DemoResult result in _turns.Where(_early.ContainsKey).Select(id => _early[id]))
        {
            display.Show(result, _texts[result.Id]);
        }
    }

    /// <summary>Sends a document every second and shows results until it is stopped.</summary>
    public void StreamSlowly(IReadOnlyList<DemoSample> samples, CancellationToken stop)
    {
        long next = time.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            ThrowIfFailed();
            if (time.GetTimestamp() >= next)
            {
                DemoSample sample = samples[_sent % samples.Count];
                Send(sample with { Id = _sent < samples.Count ? sample.Id : $"{sample.Id}#{(_sent / samples.Count) + 1}" });
                next += time.TimestampFrequency;
            }

            ReceiveOne(PollTimeout);
        }
    }

    private long OnTheirWay => _sent - _received - daemon.Figures.DeadLetters;

    private void Send(DemoSample sample)
    {
        _texts[sample.Id] = sample.Text;
        _turns.Enqueue(sample.Id);
        _firstSent = _sent++ == 0 ? time.GetTimestamp() : _firstSent;
        client.Send(sample);
    }

    private bool ReceiveOne(TimeSpan patience)
    {
        if (client.Receive(patience) is not { } value || DemoResult.Read(value, _texts.GetValueOrDefault) is not { } result)
        {
            return false;
        }

        _lastReceived = time.GetTimestamp();
        _received++;
        _early[result.Id] = result;

        // Partitions are read as they come; shown is in the order of the documents, the same in every run.
        while (_turns.TryPeek(out string? turn) && _early.Remove(turn, out DemoResult? next))
        {
            _turns.Dequeue();
            display.Show(next, _texts[turn]);
        }

        return true;
    }

    private void ThrowIfFailed()
    {
        if (daemon.Stopping.IsCancellationRequested)
        {
            throw new InvalidOperationException("The daemon stopped by itself; its log above says why.");
        }
    }

    private void ThrowIfLate(long since, string what)
    {
        if (time.GetElapsedTime(since) > Patience)
        {
            throw new TimeoutException($"{what}, for {Patience.TotalSeconds:0} seconds. 'padener doctor' may know why.");
        }
    }
}
