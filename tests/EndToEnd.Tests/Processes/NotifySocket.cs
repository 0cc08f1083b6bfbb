using System.Net.Sockets;
using System.Text;

namespace PaDeNer.EndToEnd.Tests.Processes;

/// <summary>As much of systemd as hears what a service says about itself: a datagram socket.</summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly byte[] _buffer = new byte[4096];

    public NotifySocket() => _socket.Bind(new UnixDomainSocketEndPoint(File));

    /// <summary>Its name, for the environment of the service.</summary>
    public string File { get; } = Path.Combine(Path.GetTempPath(), $"padener-{Guid.NewGuid():N}.sock");

    /// <summary>Whether something was said that has not been heard yet.</summary>
    public bool HasMore => _socket.Available > 0;

    /// <summary>What is said next.</summary>
    public async Task<string> NextAsync(TimeSpan patience)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience);
        int length = await _socket.ReceiveAsync(_buffer, limit.Token);
        return Encoding.UTF8.GetString(_buffer, 0, length);
    }

    public void Dispose()
    {
        _socket.Dispose();
        System.IO.File.Delete(File);
    }
}
