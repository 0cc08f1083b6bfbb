using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace PaDeNer.Daemon.Tests.Telemetry;

/// <summary>As much of an OpenTelemetry collector as it takes to see what reaches it: OTLP over HTTP, the bytes kept as they come.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<OtlpPost> _posts = Channel.CreateUnbounded<OtlpPost>();

    private OtlpReceiver()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(KeepAsync);
    }

    /// <summary>Where it listens, without a path.</summary>
    public Uri Address => new(_app.Urls.First());

    public static async Task<OtlpReceiver> StartAsync()
    {
        OtlpReceiver receiver = new();
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>The next post; one that was sent before is not lost.</summary>
    public ValueTask<OtlpPost> NextAsync() => _posts.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>All posts that have come and were not read.</summary>
    public IReadOnlyList<OtlpPost> Rest()
    {
        List<OtlpPost> rest = [];
        while (_posts.Reader.TryRead(out OtlpPost? post))
        {
            rest.Add(post);
        }

        return rest;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task KeepAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        // Names stand in the bytes as they are; the rest need not be read as text.
        await _posts.Writer.WriteAsync(new OtlpPost(context.Request.Path, context.Request.ContentType, context.Request.Headers["x-key"], Encoding.Latin1.GetString(body.ToArray())));
        context.Response.ContentType = "application/x-protobuf";
    }
}
