using System.Threading.Channels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.FaultHost.Crashing;
using PaDeNer.FaultHost.StandIn;
using PaDeNer.Streaming.Egress;
using PaDeNer.Streaming.Formats;
using PaDeNer.Streaming.Ingress;
using PaDeNer.Streaming.Journal;
using PaDeNer.Streaming.Kafka;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Ports;

namespace PaDeNer.FaultHost;

/// <summary>The real services of the stream in the daemon's order, the stand-in between them, crash points at their seams.</summary>
internal static class FaultServices
{
    private const int QueueLength = 256;

    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(CrashPlan.Parse(Environment.GetEnvironmentVariable("PADENER_CRASH_AT")));
        services.AddSingleton<PresentMoment>();
        services.AddSingleton<QuietObserver>();
        services.AddSingleton<IStreamObserver>(static provider => provider.GetRequiredService<QuietObserver>());
        services.AddSingleton<IDocumentLabels, StandInLabels>();
        services.AddSingleton(new ResultContext(new ModelIdentity("stand-in", new string('0', 64)), "0"));
        services.AddOptions<StandInOptions>().Bind(configuration.GetSection(StandInOptions.SectionName));
        AddChannels(services);
        services.AddKafka(configuration);
        Decorate<IKafkaClients>(services, static (provider, inner) => new CrashingClients(
            inner, provider.GetRequiredService<CrashPlan>(), provider.GetRequiredService<PresentMoment>(), provider.GetRequiredService<IOptions<KafkaOptions>>()));
        Decorate<IRecordSource>(services, static (provider, inner) => new CrashingSource(
            inner, provider.GetRequiredService<CrashPlan>(), provider.GetRequiredService<PresentMoment>()));
        Decorate<IRecordSink>(services, static (provider, inner) => new CrashingSink(
            inner, provider.GetRequiredService<CrashPlan>(), provider.GetRequiredService<PresentMoment>()));
        services.AddEgress(configuration);
        services.AddSingleton(provider => DecodingJournal.Open(
            configuration.GetValue("Host:StateDirectory", string.Empty)!, provider.GetRequiredService<ILogger<DecodingJournal>>()));
        services.AddSingleton<DecodingAdmission>();
        services.AddHostedService<StandInService>();
        services.AddIngress(configuration);
        services.AddHostedService<RenewingService>();
        services.AddHostedService<StandstillService>();
        TimeSpan drain = configuration.GetValue("Host:DrainTimeout", TimeSpan.FromSeconds(25));
        services.Configure<HostOptions>(host => host.ShutdownTimeout = drain);
    }

    private static void AddChannels(IServiceCollection services)
    {
        Channel<IncomingDocument> documents = Channel.CreateBounded<IncomingDocument>(QueueLength / 8);
        Channel<JobOutcome> outcomes = Channel.CreateBounded<JobOutcome>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
        services.AddSingleton(documents.Reader);
        services.AddSingleton(outcomes.Reader);
        services.AddSingleton<ChannelWriter<IncomingDocument>>(provider =>
            new CrashingWriter<IncomingDocument>(documents.Writer, provider.GetRequiredService<CrashPlan>(), CrashPoint.BeforeDecoding));
        services.AddSingleton<ChannelWriter<JobOutcome>>(provider =>
            new CrashingWriter<JobOutcome>(outcomes.Writer, provider.GetRequiredService<CrashPlan>(), CrashPoint.AfterDecoding));
    }

    /// <summary>Puts something around a service that is registered already, however it is made.</summary>
    private static void Decorate<T>(IServiceCollection services, Func<IServiceProvider, T, T> around)
        where T : class
    {
        ServiceDescriptor inner = services.Last(static one => one.ServiceType == typeof(T));
        services.Remove(inner);
        services.AddSingleton(provider => around(provider, (T)(
            inner.ImplementationInstance
            ?? inner.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!))));
    }
}
