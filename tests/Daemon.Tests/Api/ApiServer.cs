using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Health;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Daemon.Tests.Extraction;

namespace PaDeNer.Daemon.Tests.Api;

/// <summary>The whole daemon without Kafka, over a model without weights.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly IHost _host;

    private ApiServer(IHost host)
    {
        _host = host;
        Api = new HttpClient { BaseAddress = StatusWebHost.AddressOf(host.Services, 1) };
        Health = new HttpClient { BaseAddress = StatusWebHost.AddressOf(host.Services) };
    }

    /// <summary>Calls the API's port.</summary>
    public HttpClient Api { get; }

    /// <summary>Calls the port of probes and metrics.</summary>
    public HttpClient Health { get; }

    public DirectIntake Intake => _host.Services.GetRequiredService<DirectIntake>();

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public static Task<ApiServer> StartAsync(params (string Key, string Value)[] settings) => StartAsync(static () => TestExtractor.Create(), settings);

    public static async Task<ApiServer> StartAsync(Func<Extractor> model, params (string Key, string Value)[] settings)
    {
        DaemonConfiguration configuration = DaemonConfiguration.Load(
            file: null,
            [
                new("Kafka:Enabled", "false"),
                new("Http:Address", "127.0.0.1"),
                new("Http:Port", "0"),
                new("Api:Port", "0"),
                .. settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)),
            ],
            DaemonSettings.Catalog);
        IHost host = DaemonHost.Describe(configuration, NullLoggerFactory.Instance, _ => model()).Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        host.Services.GetRequiredService<DaemonState>().Phase = DaemonPhase.Serving;
        return new ApiServer(host);
    }

    /// <summary>Has documents decoded.</summary>
    public Task<HttpResponseMessage> ExtractAsync(string body, string contentType = "application/json", params (string Name, string Value)[] headers)
    {
        HttpRequestMessage request = Request(body, contentType);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Api.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Has documents decoded as long as the caller wants it.</summary>
    public Task<HttpResponseMessage> ExtractAsync(string body, CancellationTokenSource caller) => Api.SendAsync(Request(body, "application/json"), caller.Token);

    /// <summary>The JSON of an answer.</summary>
    public static async Task<JsonElement> JsonOf(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

    private static HttpRequestMessage Request(string body, string contentType) => new(HttpMethod.Post, new Uri("v1/extract", UriKind.Relative))
    {
        Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } },
    };

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        Health.Dispose();
        await _host.StopAsync(new CancellationToken(canceled: true));
        _host.Dispose();
    }
}
