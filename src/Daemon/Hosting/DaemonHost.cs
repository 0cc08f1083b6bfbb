using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaDeNer.Batching.Execution;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Health;
using PaDeNer.Daemon.Telemetry;
using PaDeNer.Streaming.Egress;
using PaDeNer.Streaming.Formats;
using PaDeNer.Streaming.Ingress;
using PaDeNer.Streaming.Kafka;
using PaDeNer.Streaming.Kafka.Clients;
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
        return new HostBuilder()
            .ConfigureAppConfiguration(builder => builder.AddInMemoryCollection(collector.Variables))
            .ConfigureWebHost(web => StatusWebHost.Configure(web, http))
            .ConfigureServices(services =>
            {
                services.AddSingleton(logs);
                services.AddSingleton<IHostLifetime, SilentLifetime>();
                services.TryAddSingleton(TimeProvider.System);
                AddAbout(services, configuration, collector);
                AddModel(services, load);
                AddStream(services, configuration.Root);
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
    private static void AddAbout(IServiceCollection services, DaemonConfiguration configuration, OtlpCollector collector)
    {
        services.AddSingleton(collector);
        services.AddSingleton<StreamFigures>();
        services.AddSingleton<MetricsTrouble>();
        services.AddSingleton(static provider => new DaemonAbout(Banner.Before(provider.Get<KafkaOptions>())));
        services.AddSingleton(static provider => new StallWatch(
            provider.GetRequiredService<StreamFigures>(), provider.Get<HttpOptions>().StallPatience, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static provider => new BrokerProbe(
            provider.GetRequiredService<KafkaTopicCheck>().Look, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static provider =>
        {
            StreamFigures figures = provider.GetRequiredService<StreamFigures>();
            DaemonState state = new(
                figures, provider.GetRequiredService<StallWatch>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<BrokerProbe>().Problem);
            figures.IsReady = () => state.WhyNotReady() is null;
            return state;
        });
        services.AddSingleton(static provider => new ProgressWatch(
            provider.GetRequiredService<StreamFigures>(),
            provider.GetRequiredService<BrokerProbe>().Problem,
            provider.Get<DrainOptions>().ProgressTimeout,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Func<(int Documents, int Outcomes)>>(static provider => provider.GetRequiredService<ExtractionChannels>().Lengths);
        services.AddHostedService<ProgressService>();
        services.AddSingleton<StatusSource>();
        services.AddSingleton<StreamMetrics>();
        services.AddSingleton<IStepObserver>(static provider => provider.GetRequiredService<StreamMetrics>());
        services.AddSingleton<IStreamObserver>(static provider => provider.GetRequiredService<StreamMetrics>());
        services.AddSingleton<ITransactionObserver>(static provider => provider.GetRequiredService<StreamMetrics>());
        services.AddHttpOptions(configuration.Root);
        services.AddTelemetryOptions(configuration.Root);
        new MetricsExport(ProductVersion.Text, collector, InstrumentNames.Meter, "System.Runtime").AddTo(services);
    }

    private static void AddModel(IServiceCollection services, Func<CancellationToken, Extractor> load)
    {
        services.AddSingleton(static provider => new TopicService(provider.GetRequiredService<KafkaTopicCheck>().Look));
        services.AddHostedService(static provider => provider.GetRequiredService<TopicService>());
        services.AddSingleton(provider => new ModelService(load, provider.GetRequiredService<DaemonAbout>(), provider.GetRequiredService<MetricsTrouble>()));
        services.AddHostedService(static provider => provider.GetRequiredService<ModelService>());
        services.AddSingleton(static provider => provider.GetRequiredService<ModelService>().Extractor);
        services.AddSingleton<IDocumentLabels>(static provider => new DocumentLabels(provider.GetRequiredService<Extractor>().Labels));
        services.AddSingleton(static provider => new ResultContext(provider.GetRequiredService<Extractor>().Identity, ProductVersion.Text));
    }

    private static void AddStream(IServiceCollection services, IConfiguration configuration)
    {
        int before = services.Count;
        services.AddKafka(configuration);
        services.AddExtractionOptions(configuration);
        services.AddEgress(configuration);
        services.AddExtraction();
        services.AddIngress(configuration);
        services.AddOptions<HostOptions>().Configure<IOptions<DrainOptions>>(static (host, drain) => host.ShutdownTimeout = drain.Value.DrainTimeout);
        LateService.MakeLate(services, before);
    }
}
