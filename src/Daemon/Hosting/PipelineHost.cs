using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PaDeNer.Batching.Execution;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Egress;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Ingress;
using PaDeNer.Daemon.Kafka;
using PaDeNer.Daemon.Streams;
using PaDeNer.Daemon.Telemetry;

namespace PaDeNer.Daemon.Hosting;

/// <summary>Composes the stages between the two topics: one AddXxx per feature, in the order in which they must not stop.</summary>
internal static class PipelineHost
{
    /// <summary>Builds the host of the stages; starting it starts to consume.</summary>
    public static IHost Build(DaemonConfiguration configuration, Extractor extractor, StreamMetrics metrics, ILoggerFactory logs, TimeSpan drainTimeout)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "padener" });
        IServiceCollection services = builder.Services;
        services.AddSingleton<IHostLifetime, SilentLifetime>();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = drainTimeout);
        services.AddSingleton(logs);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IStepObserver>(metrics);
        services.AddSingleton<IStreamObserver>(metrics);
        services.AddSingleton<IDocumentLabels>(new DocumentLabels(extractor.Labels));
        services.AddSingleton(new ResultContext(extractor.Profile.Name, ProductVersion.Text));

        services.AddKafka(configuration.Root);
        services.AddExtractionOptions(configuration.Root);
        services.AddEgress(configuration.Root);
        services.AddExtraction(extractor);
        services.AddIngress(configuration.Root);
        return builder.Build();
    }

    /// <summary>Whether one of the stages ended by an error.</summary>
    public static bool HasFailed(IHost host) =>
        host.Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(static service => service.ExecuteTask is { IsFaulted: true });
}
