using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PaDeNer.Streaming.Formats;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Ingress;

/// <summary>
/// Documents in. Needs from elsewhere: <see cref="IRecordSource"/>, <see cref="IDocumentLabels"/>, <see cref="IStreamObserver"/>, the writers of the
/// channels of documents and outcomes, TimeProvider.
/// </summary>
public static class IngressRegistration
{
    /// <summary>Adds the reading side. To be called after egress and extraction: hosted services stop in reverse order, and reading stops first.</summary>
    public static IServiceCollection AddIngress(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddIngressOptions(configuration);
        services.TryAddSingleton<Assignment>();
        services.TryAddSingleton<StreamDrain>();
        services.TryAddSingleton<CommitRequests>();
        services.TryAddSingleton<StreamSupervision>();
        services.AddHostedService<DocumentConsumerService>();
        return services;
    }

    /// <summary>Adds the settings alone.</summary>
    public static IServiceCollection AddIngressOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<IngressOptions>().Bind(configuration.GetSection(IngressOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<IngressOptions>, IngressRangeValidator>();
        services.AddSingleton<IValidateOptions<IngressOptions>, IngressOptionsValidator>();
        // As given, checked elsewhere: the limits of the other end are judged by it, whatever else is wrong here.
        string? limit = configuration.GetSection(IngressOptions.SectionName)[nameof(IngressOptions.MaxRecordBytes)];
        services.AddSingleton(new RecordLimit(
            int.TryParse(limit, NumberStyles.Integer, CultureInfo.InvariantCulture, out int bytes) ? bytes : new IngressOptions().MaxRecordBytes));
        return services;
    }
}

/// <summary>Checks the ranges given on <see cref="IngressOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class IngressRangeValidator : IValidateOptions<IngressOptions>;
