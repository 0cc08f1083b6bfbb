using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Ports;

namespace PaDeNer.Streaming.Egress;

/// <summary>
/// Results out. Needs from elsewhere: <see cref="IRecordSink"/>, <see cref="ResultContext"/>, <see cref="IStreamObserver"/>, the reader of the channel of
/// outcomes, TimeProvider.
/// </summary>
public static class EgressRegistration
{
    /// <summary>Adds the writing side. To be called before extraction and ingress: hosted services stop in reverse order, and writing stops last.</summary>
    public static IServiceCollection AddEgress(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddEgressOptions(configuration);
        // Whoever has registered one before knows nothing of our settings.
        services.Replace(ServiceDescriptor.Singleton(static provider =>
        {
            EgressOptions options = provider.GetRequiredService<IOptions<EgressOptions>>().Value;
            return new Assignment(options.Order, options.FinishedLength);
        }));
        services.TryAddSingleton<StreamDrain>();
        services.TryAddSingleton<CommitRequests>();
        services.AddHostedService<EntityPublisherService>();
        return services;
    }

    /// <summary>Adds the settings alone.</summary>
    public static IServiceCollection AddEgressOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EgressOptions>().Bind(configuration.GetSection(EgressOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EgressOptions>, EgressOptionsValidator>();
        return services;
    }
}

/// <summary>Checks the ranges given on <see cref="EgressOptions"/>; no setting depends on another.</summary>
[OptionsValidator]
internal sealed partial class EgressOptionsValidator : IValidateOptions<EgressOptions>;
