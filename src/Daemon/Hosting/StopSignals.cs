using System.Runtime.InteropServices;

namespace PaDeNer.Daemon.Hosting;

/// <summary>SIGTERM and Ctrl-C at two speeds: the first asks to finish, the second to give up.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _received;

    /// <summary>Listens from now on; the process no longer ends by itself at these signals.</summary>
    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Handle),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Cancelled by the second.</summary>
    public CancellationToken Abandon => _abandon.Token;

    /// <summary>The signal that came first; null while none has.</summary>
    public PosixSignal? First { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
        _abandon.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _received) == 1)
        {
            First = context.Signal;
            _stop.Cancel();
        }
        else
        {
            _abandon.Cancel();
        }
    }
}
