using System.Diagnostics;

namespace PaDeNer.Fuzzing.Loop;

/// <summary>Ends the process when an execution takes too long. By the clock on the wall: far more than any execution needs on a busy machine.</summary>
internal sealed class Watchdog : IDisposable
{
    /// <summary>What the process ends with then.</summary>
    public const int ExitCode = 86;

    private readonly Timer _timer;
    private readonly TimeSpan _most;
    private long _begun;

    /// <summary>Begins to look.</summary>
    public Watchdog(TimeSpan most)
    {
        _most = most;
        _timer = new Timer(_ => Look(), null, most / 4, most / 4);
    }

    /// <summary>An execution begins.</summary>
    public void Begin() => Volatile.Write(ref _begun, Stopwatch.GetTimestamp());

    /// <summary>It has ended.</summary>
    public void End() => Volatile.Write(ref _begun, 0);

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        long begun = Volatile.Read(ref _begun);
        if (begun != 0 && Stopwatch.GetElapsedTime(begun) > _most)
        {
            Environment.Exit(ExitCode);
        }
    }
}
