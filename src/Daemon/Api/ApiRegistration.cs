using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PaDeNer.Daemon.Api;

/// <summary>Settings of the API.</summary>
internal static class ApiRegistration
{
    /// <summary>Adds the settings.</summary>
    public static IServiceCollection AddApiOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ApiOptions>().Bind(configuration.GetSection(ApiOptions.SectionName));
        services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>();
        return services;
    }
}
