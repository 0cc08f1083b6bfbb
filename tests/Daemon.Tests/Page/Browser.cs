using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PaDeNer.Testing.Brokers;

namespace PaDeNer.Daemon.Tests.Page;

/// <summary>A real browser without a window, driven by its own protocol (DevTools): one page, and what goes wrong on it.</summary>
internal sealed partial class Browser : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ChildProcess _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _asked = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _end = new();
    private string? _session;
    private int _last;

    private Browser(ChildProcess process, string profile) => (_process, _profile) = (process, profile);

    /// <summary>The browser of this machine; null where there is none.</summary>
    public static string? Executable { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':')
        .SelectMany(static folder => (string[])[Path.Combine(folder, "chromium"), Path.Combine(folder, "chromium-browser"), Path.Combine(folder, "google-chrome")])
        .FirstOrDefault(File.Exists);

    /// <summary>Errors of scripts, of the console and of the content policy.</summary>
    public ConcurrentQueue<string> Troubles { get; } = [];

    public static async Task<Browser> StartAsync()
    {
        string profile = Directory.CreateTempSubdirectory("padener-browser-").FullName;
        ChildProcess process = new(
            Executable!,
            ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars", "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank"],
            new Dictionary<string, string>());
        Browser browser = new(process, profile);
        await process.SaysAsync("DevTools listening on ", Patience);
        await browser._socket.ConnectAsync(new Uri(Endpoint().Match(process.Output).Value), TestContext.Current.CancellationToken);
        _ = browser.ReceiveAsync();
        JsonElement target = await browser.SendAsync("Target.createTarget", new { url = "about:blank" });
        JsonElement attached = await browser.SendAsync("Target.attachToTarget", new { targetId = target.GetProperty("targetId").GetString(), flatten = true });
        browser._session = attached.GetProperty("sessionId").GetString();
        foreach (string domain in (string[])["Runtime", "Log", "Page"])
        {
            await browser.SendAsync(domain + ".enable");
        }

        // As a window in front has it: without, nothing on the page has the focus.
        await browser.SendAsync("Emulation.setFocusEmulationEnabled", new { enabled = true });
        return browser;
    }

    /// <summary>Opens a page and waits until its script has run.</summary>
    public async Task OpenAsync(Uri address)
    {
        await SendAsync("Page.navigate", new { url = address.ToString() });
        await UntilAsync($"location.href === {JsonSerializer.Serialize(address.ToString())} && document.readyState === 'complete'", "the page is there");
    }

    /// <summary>Sets the size of the page, in pixels.</summary>
    public Task SizeAsync(int width, int height) => SendAsync("Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = 1, mobile = false });

    /// <summary>What the person prefers: light or dark.</summary>
    public Task ThemeAsync(string theme) => SendAsync("Emulation.setEmulatedMedia", new { features = (object[])[new { name = "prefers-color-scheme", value = theme }] });

    /// <summary>Lets pages read and write the clipboard.</summary>
    public Task AllowClipboardAsync(Uri origin) => SendAsync(
        "Browser.grantPermissions", new { origin = origin.GetLeftPart(UriPartial.Authority), permissions = (string[])["clipboardReadWrite", "clipboardSanitizedWrite"] }, onPage: false);

    /// <summary>The value of an expression; promises are waited for.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        JsonElement answer = await SendAsync("Runtime.evaluate", new { expression, awaitPromise = true, returnByValue = true, userGesture = true });
        Assert.False(answer.TryGetProperty("exceptionDetails", out JsonElement failure), $"{expression}: {failure}");
        return answer.GetProperty("result").TryGetProperty("value", out JsonElement value) ? value : default;
    }

    public async Task<string> TextAsync(string expression) => (await EvaluateAsync($"String({expression})")).GetString()!;

    /// <summary>Waits until an expression is true.</summary>
    public async Task UntilAsync(string expression, string what)
    {
        long started = TimeProvider.System.GetTimestamp();
        while ((await EvaluateAsync($"Boolean({expression})")).ValueKind != JsonValueKind.True)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"Not so: {what}. {string.Join('\n', Troubles)}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Types a text where the cursor is.</summary>
    public Task TypeAsync(string text) => SendAsync("Input.insertText", new { text });

    /// <summary>Presses a key.</summary>
    /// <param name="key">Its name: Tab, Enter, Escape.</param>
    /// <param name="control">Whether the control key is held.</param>
    public async Task PressAsync(string key, bool control = false)
    {
        int code = key switch { "Tab" => 9, "Enter" => 13, "Escape" => 27, _ => throw new ArgumentOutOfRangeException(nameof(key), key, "No such key here.") };
        int modifiers = control ? 2 : 0;
        // A key that types something has a text, and Enter presses the button that has the focus only with it.
        object down = key == "Enter" && !control
            ? new { type = "keyDown", key, code = key, windowsVirtualKeyCode = code, modifiers, text = "\r" }
            : new { type = "rawKeyDown", key, code = key, windowsVirtualKeyCode = code, modifiers };
        await SendAsync("Input.dispatchKeyEvent", down);
        await SendAsync("Input.dispatchKeyEvent", new { type = "keyUp", key, code = key, windowsVirtualKeyCode = code, modifiers });
    }

    /// <summary>A picture of the whole page, as PNG.</summary>
    public async Task<byte[]> PictureAsync()
    {
        JsonElement picture = await SendAsync("Page.captureScreenshot", new { format = "png", captureBeyondViewport = true });
        return picture.GetProperty("data").GetBytesFromBase64();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _socket.Dispose();
        _process.Dispose();
        _end.Dispose();
        _sending.Dispose();
        for (int attempt = 0; Directory.Exists(_profile) && attempt < 50; attempt++)
        {
            try
            {
                Directory.Delete(_profile, recursive: true);
            }
            catch (IOException)
            {
                await Task.Delay(20, CancellationToken.None); // its helpers end a little later than it does
            }
        }
    }

    private async Task<JsonElement> SendAsync(string method, object? parameters = null, bool onPage = true)
    {
        int id = Interlocked.Increment(ref _last);
        TaskCompletionSource<JsonElement> answer = _asked[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        JsonObject message = new() { ["id"] = id, ["method"] = method, ["params"] = JsonSerializer.SerializeToNode(parameters ?? new { }) };
        if (onPage && _session is not null)
        {
            message["sessionId"] = _session;
        }

        await _sending.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);
        }
        finally
        {
            _sending.Release();
        }

        return await answer.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    private async Task ReceiveAsync()
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                using MemoryStream message = new();
                WebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer, _end.Token);
                    message.Write(buffer, 0, part.Count);
                }
                while (!part.EndOfMessage);
                Take(JsonDocument.Parse(message.ToArray()).RootElement);
            }
        }
        catch (Exception ended)
        {
            foreach (TaskCompletionSource<JsonElement> asked in _asked.Values)
            {
                asked.TrySetException(ended);
            }
        }
    }

    private void Take(JsonElement message)
    {
        if (message.TryGetProperty("id", out JsonElement id))
        {
            TaskCompletionSource<JsonElement> asked = _asked[id.GetInt32()];
            _ = message.TryGetProperty("error", out JsonElement error)
                ? asked.TrySetException(new InvalidOperationException(error.ToString()))
                : asked.TrySetResult(message.GetProperty("result"));
            return;
        }

        JsonElement parameters = message.GetProperty("params");
        switch (message.GetProperty("method").GetString())
        {
            case "Runtime.exceptionThrown":
                Troubles.Enqueue(parameters.GetProperty("exceptionDetails").ToString());
                break;
            case "Log.entryAdded" when parameters.GetProperty("entry").GetProperty("level").GetString() is "error" or "warning":
                Troubles.Enqueue(parameters.GetProperty("entry").ToString());
                break;
            default:
                break;
        }
    }

    [GeneratedRegex(@"(?<=DevTools listening on )ws://\S+")]
    private static partial Regex Endpoint();
}
