using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PaDeNer.Benchmarking.LlamaServer;

/// <summary>A running llama-server on a port of its own.</summary>
internal sealed class LlamaServerProcess : IAsyncDisposable
{
    private const int LinesKept = 12;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan HealthInterval = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly Queue<string> _lines = new();
    private readonly Task _reading;

    private LlamaServerProcess(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        _reading = Task.WhenAll(KeepAsync(process.StandardError), KeepAsync(process.StandardOutput));
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts the server and waits until it is healthy.</summary>
    /// <param name="installation">Where its programs are.</param>
    /// <param name="model">The model's file.</param>
    /// <param name="arguments">Flags beside model and address.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="LlamaServerUnavailableException">It ended or did not get healthy, with its last lines.</exception>
    public static async Task<LlamaServerProcess> StartAsync(
        LlamaServerInstallation installation, string model, IReadOnlyList<string> arguments, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(installation);
        int port = FreePort();
        string[] address = ["--host", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture)];
        ProcessStartInfo start = installation.Start("llama-server", model, [.. address, .. arguments]);
        LlamaServerProcess server = new(ProgramRun.Start(start), new Uri($"http://127.0.0.1:{port}/"));
        try
        {
            await server.WaitUntilHealthyAsync(time, cancellationToken).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The last lines it wrote, as one line.</summary>
    public string LastLines()
    {
        lock (_lines)
        {
            return string.Join(' ', _lines);
        }
    }

    /// <summary>Ends the server.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        _process.Dispose();
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitUntilHealthyAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        using HttpClient client = new();
        Uri health = new(Address, "health");
        long start = time.GetTimestamp();
        while (!await IsHealthyAsync(client, health, cancellationToken).ConfigureAwait(false))
        {
            if (_process.HasExited)
            {
                await _reading.ConfigureAwait(false);
                throw new LlamaServerUnavailableException($"llama-server ended with exit code {_process.ExitCode} before it was ready: {LastLines()}");
            }

            if (time.GetElapsedTime(start) > StartTimeout)
            {
                throw new LlamaServerUnavailableException($"llama-server was not ready after {StartTimeout.TotalSeconds:0} s: {LastLines()}");
            }

            await Task.Delay(HealthInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<bool> IsHealthyAsync(HttpClient client, Uri health, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await client.GetAsync(health, cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Nobody listens yet.
            return false;
        }
    }

    private async Task KeepAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            lock (_lines)
            {
                _lines.Enqueue(line);
                if (_lines.Count > LinesKept)
                {
                    _lines.Dequeue();
                }
            }
        }
    }
}
