using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PaDeNer.Faults.Tests.Proxies;

/// <summary>Stands between clients and a broker that tells clients of its port, and disturbs requests: all of them, or those that end transactions.</summary>
internal sealed class KafkaProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<CommitFault, int> _hits = new();
    private int _broker;
    private int _delivered;

    public KafkaProxy()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    /// <summary>Where clients connect.</summary>
    public int Port { get; }

    /// <summary>What happens to the next request that ends a transaction. Asked from many threads.</summary>
    public Func<CommitFault> Choose { get; set; } = static () => CommitFault.None;

    /// <summary>What happens to the next request, whichever it is. Asked from many threads.</summary>
    public Func<NetworkFault> Disturb { get; set; } = static () => default;

    /// <summary>For how long a request is held back, with everything behind it on its connection. Asked from many threads.</summary>
    public Func<Frame, TimeSpan> Hold { get; set; } = static _ => TimeSpan.Zero;

    /// <summary>How late a delayed request is.</summary>
    public TimeSpan Late { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How many requests were disturbed.</summary>
    public int Hits => _hits.Where(static one => one.Key != CommitFault.None).Sum(static one => one.Value);

    /// <summary>How many delayed requests have reached the broker.</summary>
    public int Delivered => Volatile.Read(ref _delivered);

    /// <summary>Hits by kind, in words.</summary>
    public string Summary => string.Join(", ", _hits.Where(static one => one.Key != CommitFault.None).OrderBy(static one => one.Key)
        .Select(static one => string.Create(CultureInfo.InvariantCulture, $"{one.Value} x {one.Key}")));

    /// <summary>Begins to hand connections on to the broker's port.</summary>
    public void Open(int broker)
    {
        _broker = broker;
        _ = AcceptAsync();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient broker = new() { NoDelay = true };
        using (client)
        {
            try
            {
                client.NoDelay = true;
                await broker.ConnectAsync(IPAddress.Loopback, _broker, _stop.Token);
                ConcurrentDictionary<int, bool> unanswered = new();
                Task requests = RequestsAsync(client.GetStream(), broker.GetStream(), unanswered);
                Task answers = AnswersAsync(broker.GetStream(), client.GetStream(), unanswered);
                await requests;
                broker.Close();
                client.Close();
                await answers;
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // One of the two has hung up; so does the other.
            }
        }
    }

    private async Task RequestsAsync(NetworkStream client, NetworkStream broker, ConcurrentDictionary<int, bool> unanswered)
    {
        while (await Frame.ReadAsync(client, _stop.Token) is { } request)
        {
            await Task.Delay(Hold(request), _stop.Token);
            NetworkFault network = Disturb();
            if (network.Late > TimeSpan.Zero)
            {
                await Task.Delay(network.Late, _stop.Token);
            }

            if (network.Cut)
            {
                return;
            }

            if (network.Dropped)
            {
                continue;
            }

            CommitFault fault = request.Api == Frame.EndTransaction ? Choose() : CommitFault.None;
            if (request.Api == Frame.EndTransaction)
            {
                _hits.AddOrUpdate(fault, 1, static (_, count) => count + 1);
            }

            switch (fault)
            {
                case CommitFault.DropAnswer:
                    unanswered[request.RequestNumber] = true;
                    break;
                case CommitFault.Delay:
                    await Task.Delay(Late, _stop.Token);
                    break;
                case CommitFault.CutBefore:
                    return;
            }

            await broker.WriteAsync(request.Bytes, _stop.Token);
            if (fault is CommitFault.CutBehind)
            {
                return;
            }

            if (fault is CommitFault.Delay)
            {
                Interlocked.Increment(ref _delivered);
            }
        }
    }

    private async Task AnswersAsync(NetworkStream broker, NetworkStream client, ConcurrentDictionary<int, bool> unanswered)
    {
        bool isListening = true;
        while (await Frame.ReadAsync(broker, _stop.Token) is { } answer)
        {
            if (isListening && !unanswered.ContainsKey(answer.AnswerNumber))
            {
                try
                {
                    await client.WriteAsync(answer.Bytes, _stop.Token);
                }
                catch (IOException)
                {
                    isListening = false; // What is still on its way to the broker goes on.
                }
            }
        }

        // The broker has hung up, so do we: the client must not wait for it.
        client.Close();
    }
}
