using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PaDeNer.Batching;
using PaDeNer.Daemon.Api;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Health;
using PaDeNer.Daemon.Telemetry;
using PaDeNer.Streaming.Egress;
using PaDeNer.Streaming.Ingress;
using PaDeNer.Streaming.Kafka;
using PaDeNer.Streaming.Kafka.Settings;

namespace PaDeNer.Daemon.Hosting;

/// <summary>All settings of the daemon as one list: what there is, what is in force, what is wrong.</summary>
internal static class DaemonSettings
{
    /// <summary>The sections that decoding needs, with or without Kafka; of Ingress the limits.</summary>
    public static readonly string[] DecodingSections = [ModelOptions.SectionName, LaneOptions.SectionName, ExtractionOptions.SectionName, IngressOptions.SectionName];

    /// <summary>Every setting.</summary>
    public static SettingCatalog Catalog { get; } = new SettingCatalog()
        .Add<KafkaOptions>(KafkaOptions.SectionName)
        .Add<DeliveryOptions>(DeliveryOptions.SectionName)
        .Add<ModelOptions>(ModelOptions.SectionName)
        .Add<LaneOptions>(LaneOptions.SectionName)
        .Add<BatchingOptions>(LaneOptions.SectionName)
        .Add<ExtractionOptions>(ExtractionOptions.SectionName)
        .Add<IngressOptions>(IngressOptions.SectionName)
        .Add<EgressOptions>(EgressOptions.SectionName)
        .Add<HttpOptions>(HttpOptions.SectionName)
        .Add<ApiOptions>(ApiOptions.SectionName)
        .Add<TelemetryOptions>(TelemetryOptions.SectionName)
        .Add<DrainOptions>(DrainOptions.SectionName)
        .Add<LogOptions>(LogOptions.SectionName)
        .AddForeign(LoggingCheck.Section);

    /// <summary>Everything wrong with a configuration, at once.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="sections">Only what these sections need; all where empty. Unknown keys are errors everywhere.</param>
    public static IReadOnlyList<string> Check(DaemonConfiguration configuration, params string[] sections)
    {
        using ServiceProvider services = Options(configuration);
        IReadOnlyList<string> nulls = ConfigurationCheck.SectionsWithNulls(configuration, Catalog);
        List<string> errors = [.. ConfigurationCheck.Run(configuration, Catalog), .. Catalog.Validate(services, nulls, sections).Distinct(StringComparer.Ordinal)];

        // A wrong level is named above, and would keep the logs from being tried.
        return errors.Count == 0 && LogSetup.Problem(configuration) is { } problem ? [problem] : errors;
    }

    /// <summary>Throws where <see cref="Check"/> finds something.</summary>
    /// <exception cref="ConfigurationException">With every error.</exception>
    public static void Require(DaemonConfiguration configuration, params string[] sections)
    {
        IReadOnlyList<string> errors = Check(configuration, sections);
        if (errors.Count > 0)
        {
            throw new ConfigurationException(errors);
        }
    }

    /// <summary>Every setting with the value in force; keys below open ones included.</summary>
    public static IEnumerable<EffectiveSetting> Effective(DaemonConfiguration configuration)
    {
        foreach (Setting setting in Catalog.Settings)
        {
            if (!setting.IsOpen)
            {
                yield return configuration.Explain(setting.Key, setting.Default);
                continue;
            }

            IEnumerable<string> keys = configuration.Root.GetSection(setting.Key).AsEnumerable()
                .Where(static pair => pair.Value is not null)
                .Select(static pair => pair.Key);
            foreach (string key in keys.Order(StringComparer.Ordinal))
            {
                yield return configuration.Explain(key, null);
            }
        }
    }

    /// <summary>A container for the options; nothing in it is started.</summary>
    public static ServiceProvider Options(DaemonConfiguration configuration, ILoggerFactory? logs = null)
    {
        ServiceCollection services = new();
        services.AddLogging();
        services.AddSingleton(logs ?? NullLoggerFactory.Instance);
        services.AddExtractionOptions(configuration.Root);
        services.AddHttpOptions(configuration.Root);
        services.AddApiOptions(configuration.Root);
        services.AddTelemetryOptions(configuration.Root);
        services.AddLogOptions(configuration.Root);
        services.AddKafka(configuration.Root);
        services.AddIngress(configuration.Root);
        services.AddEgress(configuration.Root);
        return services.BuildServiceProvider();
    }

    /// <summary>The value of a section that was checked.</summary>
    public static TOptions Get<TOptions>(this IServiceProvider services)
        where TOptions : class => services.GetRequiredService<IOptions<TOptions>>().Value;
}
