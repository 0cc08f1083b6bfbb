using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PaDeNer.Daemon.Telemetry;

/// <summary>Settings of telemetry.</summary>
internal static class TelemetryRegistration
{
    /// <summary>Adds the settings.</summary>
    public static IServiceCollection AddTelemetryOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TelemetryOptions>().Bind(configuration.GetSection(TelemetryOptions.SectionName));
        services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>();
        return services;
    }
}
