using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using PaDeNer.Testing.Brokers;

namespace PaDeNer.EndToEnd.Tests.Security;

/// <summary>Gives tokens for a client secret, as an identity provider does; nobody has signed them, and the test's broker takes them so.</summary>
internal sealed class TokenEndpoint : IDisposable
{
    public const string Secret = "client-horse-battery";

    private readonly HttpListener _listener = new();

    public TokenEndpoint()
    {
        string root = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ApacheKafka.FreePorts(1)}/");
        Address = root + "token";
        _listener.Prefixes.Add(root);
        _listener.Start();
        _ = ServeAsync();
    }

    public string Address { get; }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext call = await _listener.GetContextAsync();
                string expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{SecureKafka.User}:{Secret}"));
                bool isKnown = call.Request.Headers["Authorization"] == expected;
                call.Response.StatusCode = isKnown ? 200 : 401;
                call.Response.ContentType = "application/json";
                await call.Response.OutputStream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(isKnown
                    ? new { access_token = Token(), token_type = "Bearer", expires_in = 3600 }
                    : new { access_token = string.Empty, token_type = "none", expires_in = 0 }));
                call.Response.Close();
            }
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private static string Token()
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return Part(new { alg = "none" }) + "." + Part(new { sub = SecureKafka.User, iat = now, exp = now + 3600 }) + ".";
    }

    private static string Part<T>(T value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
