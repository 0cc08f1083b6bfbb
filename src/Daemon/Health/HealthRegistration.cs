using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PaDeNer.Daemon.Health;

/// <summary>Settings of the HTTP side.</summary>
internal static class HealthRegistration
{
    /// <summary>Adds the settings.</summary>
    public static IServiceCollection AddHttpOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HttpOptions>().Bind(configuration.GetSection(HttpOptions.SectionName));
        services.AddSingleton<IValidateOptions<HttpOptions>, HttpOptionsValidator>();
        return services;
    }
}
