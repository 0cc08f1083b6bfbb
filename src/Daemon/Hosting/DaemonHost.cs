using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaDeNer.Batching.Execution;
using PaDeNer.Daemon.Api;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Health;
using PaDeNer.Daemon.Telemetry;
using PaDeNer.Streaming.Egress;
using PaDeNer.Streaming.Formats;
using PaDeNer.Streaming.Ingress;
using PaDeNer.Streaming.Kafka;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Kafka.Clients.Statistics;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Kafka.Sink.Transactions;
using PaDeNer.Streaming.Ports;

namespace PaDeNer.Daemon.Hosting;

/// <summary>
/// The one application of the daemon. Hosted services start in the order in which they are added here and stop in reverse: probes and metrics
/// answer before the model is loaded and until the last commit, and what reads stops first.
/// </summary>
internal static class DaemonHost
{
    /// <summary>Describes it; starting what is built of it loads the model and begins to consume.</summary>
    /// <param name="configuration">All settings, checked.</param>
    /// <param name="logs">Where everything logs.</param>
    /// <param name="load">Loads the model; the host disposes it.</param>
    public static IHostBuilder Describe(DaemonConfiguration configuration, ILoggerFactory logs, Func<CancellationToken, Extractor> load)
    {
        using ServiceProvider options = DaemonSettings.Options(configuration);
        OtlpCollector collector = new(options.Get<TelemetryOptions>(), OtlpCollector.OfProcess());
        HttpOptions http = options.Get<HttpOptions>();
        ApiOptions api = options.Get<ApiOptions>();
        KafkaOptions kafka = options.Get<KafkaOptions>();
        return new HostBuilder()
            .ConfigureAppConfiguration(builder => builder.AddInMemoryCollection(collector.Variables))
            .ConfigureWebHost(web => StatusWebHost.Configure(
                web,
                http,
                kestrel => ListenForApi(kestrel, api),
                static app => app.ApplicationServices.GetService<ApiEndpoints>()?.Use(app)))
            .ConfigureServices(services =>
            {
                services.AddSingleton(logs);
                services.AddSingleton<IHostLifetime, SilentLifetime>();
                services.TryAddSingleton(TimeProvider.System);
                AddAbout(services, configuration, collector, kafka);
                AddModel(services, load, kafka.Enabled);
                AddStream(services, configuration.Root, kafka.Enabled);
                if (api.Enabled)
                {
                    AddApi(services, api);
                }
            });
    }

    /// <summary>Whether another daemon of the same name has taken this one's place.</summary>
    public static bool IsFenced(IHost host) => host.Services.GetServices<IHostedService>().OfType<BackgroundService>()
        .Any(static service => service.ExecuteTask?.Exception?.InnerExceptions.Any(static one => one is StreamFailureException { IsFenced: true }) == true);

    /// <summary>Whether the stream stood still and could not be helped.</summary>
    public static bool IsStalled(IHost host) => host.Services.GetServices<IHostedService>().OfType<ProgressService>()
        .Any(static service => service.ExecuteTask?.Exception?.InnerExceptions.Any(static one => one is StreamStalledException) == true);

    /// <summary>Whether one of the services ended by an error.</summary>
    public static bool HasFailed(IHost host) =>
        host.Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(static service => service.ExecuteTask is { IsFaulted: true });

    /// <summary>What is told of the daemon: figures, state, metrics.</summary>
    private static void AddAbout(IServiceCollection services, DaemonConfiguration configuration, OtlpCollector collector, KafkaOptions kafka)
    {
        services.AddSingleton(collector);
        services.AddSingleton<StreamFigures>();
        services.AddSingleton<MetricsTrouble>();
        services.AddSingleton(new DaemonAbout(Banner.Before(kafka)));
        services.AddSingleton(static provider => new StallWatch(
            provider.GetRequiredService<StreamFigures>(), provider.Get<HttpOptions>().StallPatience, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static provider => new BrokerProbe(
            provider.GetRequiredService<KafkaTopicCheck>().Look, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider =>
        {
            StreamFigures figures = provider.GetRequiredService<StreamFigures>();
            DaemonState state = new(
                figures,
                provider.GetRequiredService<StallWatch>(),
                provider.GetRequiredService<TimeProvider>(),
                kafka.Enabled ? provider.GetRequiredService<BrokerProbe>().Problem : null);
            figures.IsReady = () => state.WhyNotReady() is null;
            return state;
        });
        if (kafka.Enabled)
        {
            AddProgress(services);
        }

        services.AddSingleton<StatusSource>();
        services.AddSingleton<FigureHistory>();
        services.AddHostedService<HistoryService>();
        services.AddSingleton<StreamMetrics>();
        services.AddSingleton<IStepObserver>(static provider => provider.GetRequiredService<StreamMetrics>());
        services.AddSingleton<IStreamObserver>(static provider => provider.GetRequiredService<StreamMetrics>());
        services.AddSingleton<ITransactionObserver>(static provider => provider.GetRequiredService<StreamMetrics>());
        services.AddSingleton<IClientObserver, ClientMetrics>();
        services.AddHttpOptions(configuration.Root);
        services.AddTelemetryOptions(configuration.Root);
        services.AddHostedService(provider => new DaemonGauges(
            provider.GetRequiredService<IMeterFactory>(),
            () => BuildOf(provider.GetRequiredService<ModelService>().Loaded, kafka),
            provider.Get<IngressOptions>().LatencyObjective));
        new MetricsExport(ProductVersion.Text, collector, InstrumentNames.Meter, "System.Runtime", "Microsoft.AspNetCore.Hosting").AddTo(services);
    }

    private static void AddModel(IServiceCollection services, Func<CancellationToken, Extractor> load, bool withKafka)
    {
        if (withKafka)
        {
            services.AddSingleton(static provider => new TopicService(provider.GetRequiredService<KafkaTopicCheck>().Look));
            services.AddHostedService(static provider => provider.GetRequiredService<TopicService>());
        }

        services.AddSingleton(provider => new ModelService(load, provider.GetRequiredService<DaemonAbout>(), provider.GetRequiredService<MetricsTrouble>()));
        services.AddHostedService(static provider => provider.GetRequiredService<ModelService>());
        services.AddSingleton(static provider => provider.GetRequiredService<ModelService>().Extractor);
        services.AddSingleton<IDocumentLabels>(static provider => new DocumentLabels(provider.GetRequiredService<Extractor>().Labels));
        services.AddSingleton(static provider => new ResultContext(provider.GetRequiredService<Extractor>().Identity, ProductVersion.Text));
    }

    /// <summary>Who sees that the stream gets on.</summary>
    private static void AddProgress(IServiceCollection services)
    {
        services.AddSingleton(static provider => new ProgressWatch(
            provider.GetRequiredService<StreamFigures>(),
            provider.GetRequiredService<BrokerProbe>().Problem,
            provider.Get<DrainOptions>().ProgressTimeout,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Func<(int Documents, int Outcomes)>>(static provider => provider.GetRequiredService<ExtractionChannels>().Lengths);
        services.AddHostedService<ProgressService>();
    }

    /// <summary>The stream and the engine; without Kafka the engine alone, and what the settings of reading and writing say for it.</summary>
    private static void AddStream(IServiceCollection services, IConfiguration configuration, bool withKafka)
    {
        int before = services.Count;
        services.AddExtractionOptions(configuration);
        if (withKafka)
        {
            services.AddKafka(configuration);
            services.AddEgress(configuration);
            services.AddExtraction();
            services.AddIngress(configuration);
        }
        else
        {
            services.AddEgressOptions(configuration);
            services.AddExtraction();
            services.AddIngressOptions(configuration);
        }

        services.AddOptions<HostOptions>().Configure<IOptions<DrainOptions>>(static (host, drain) => host.ShutdownTimeout = drain.Value.DrainTimeout);
        LateService.MakeLate(services, before);
    }

    private static KeyValuePair<string, object?>[] BuildOf(Extractor? model, KafkaOptions kafka) =>
    [
        new(InstrumentTags.Version, ProductVersion.Text),
        new(InstrumentTags.Model, model?.Identity.Name ?? string.Empty),
        new(InstrumentTags.Device, model?.Device ?? string.Empty),
        new(InstrumentTags.Group, kafka.Enabled ? kafka.GroupId : string.Empty),
        new(InstrumentTags.Topic, kafka.Enabled ? kafka.InputTopic : string.Empty),
    ];

    private static void ListenForApi(KestrelServerOptions kestrel, ApiOptions options)
    {
        if (options.Enabled)
        {
            ApiPort.Listen(kestrel, options);
        }
    }

    private static void AddApi(IServiceCollection services, ApiOptions options)
    {
        services.AddSingleton(provider => new DirectIntake(options.MaxInFlight, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider =>
        {
            ModelService model = provider.GetRequiredService<ModelService>();
            DirectIntake intake = provider.GetRequiredService<DirectIntake>();
            RequestDefaults defaults = DefaultsOf(provider);
            ExtractEndpoint extract = new(
                () => model.Loaded is { } loaded ? new ServedModel(loaded, new DocumentLabels(loaded.Labels)) : null,
                intake,
                defaults,
                options,
                provider.GetRequiredService<IStreamObserver>(),
                provider.GetRequiredService<TimeProvider>());
            return new ApiEndpoints(
                new ApiAccess(ApiToken.Read(options.TokenFile)),
                extract,
                endpoints => StatusPage.Map(endpoints, provider.GetRequiredService<StatusSource>(), provider.GetRequiredService<FigureHistory>(), isApi: true),
                () => intake.IsOpen && model.Loaded is { } loaded ? ModelReport.Of(loaded, defaults, options, ProductVersion.Text) : null);
        });
    }

    /// <summary>Requests are read and written as records are.</summary>
    private static RequestDefaults DefaultsOf(IServiceProvider provider)
    {
        IngressOptions ingress = provider.Get<IngressOptions>();
        EgressOptions egress = provider.Get<EgressOptions>();
        return new RequestDefaults(
            ingress.ReaderSettings().Limits,
            RequestDefaults.PolicyOf(provider.Get<ExtractionOptions>()),
            egress.OffsetUnit,
            egress.IncludeText,
            egress.IncludeTiming,
            ingress.LatencyObjective);
    }
}

/// <summary>Signals belong to the verbs (<see cref="StopSignals"/>), not to a host.</summary>
internal sealed class SilentLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
