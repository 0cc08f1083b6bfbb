using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PaDeNer.Daemon.Telemetry;

namespace PaDeNer.Daemon.Tests.Telemetry;

/// <summary>Metrics over HTTP as the daemon serves them, and nothing else.</summary>
internal sealed class MetricsServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();

    private MetricsServer(WebApplication app)
    {
        _app = app;
        _http.BaseAddress = new Uri(app.Urls.First());
    }

    /// <summary>Serves these meters and sends them nowhere.</summary>
    public static Task<MetricsServer> StartAsync(params string[] meters) =>
        StartAsync(new MetricsExport("1.2.3", new OtlpCollector(new TelemetryOptions(), new Dictionary<string, string?>()), meters));

    public static async Task<MetricsServer> StartAsync(MetricsExport export)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        builder.Configuration.AddInMemoryCollection(export.Collector.Variables);
        export.AddTo(builder.Services);
        WebApplication app = builder.Build();
        app.UseRouting();
        MetricsExport.Map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new MetricsServer(app);
    }

    /// <summary>What a scraper gets that would rather have another format.</summary>
    public async Task<string> ScrapeAsync()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri("metrics", UriKind.Relative));
        request.Headers.Add("Accept", "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8,text/plain;version=0.0.4;q=0.5");
        using HttpResponseMessage response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
