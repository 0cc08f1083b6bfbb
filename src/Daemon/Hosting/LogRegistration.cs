using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace PaDeNer.Daemon.Hosting;

/// <summary>Settings of the log.</summary>
internal static class LogRegistration
{
    /// <summary>Adds the settings; their values are words that are checked as such.</summary>
    public static IServiceCollection AddLogOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LogOptions>().Bind(configuration.GetSection(LogOptions.SectionName));
        return services;
    }
}
