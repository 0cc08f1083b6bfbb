using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Decoding.Documents;

namespace PaDeNer.Daemon.Hosting;

/// <summary>Where logs go and what they look like: one line for people, JSON for collectors.</summary>
internal static class LogSetup
{
    /// <summary>The logs of the daemon: on standard output, as the Logging section says.</summary>
    public static ILoggerFactory ForDaemon(DaemonConfiguration configuration) => LoggerFactory.Create(logging =>
    {
        LogOptions options = OptionsOf(configuration);
        logging.SetMinimumLevel(options.Level);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddConfiguration(configuration.Root.GetSection(LoggingCheck.Section));
        AddConsole(logging, options.Format, toStandardError: false);
    });

    /// <summary>
    /// The logs of verbs whose standard output belongs to results: on standard error, warnings and worse. The configuration file's wishes
    /// are the daemon's; those of environment and command line count here too.
    /// </summary>
    public static ILoggerFactory ForResults(DaemonConfiguration configuration) => LoggerFactory.Create(logging =>
    {
        LogOptions options = OptionsOf(configuration);
        logging.SetMinimumLevel(IsWish(configuration, nameof(LogOptions.Level)) ? options.Level : LogLevel.Warning);
        IConfigurationRoot wishes = new ConfigurationBuilder()
            .AddInMemoryCollection(configuration.Root.GetSection(LoggingCheck.Section).AsEnumerable()
                .Where(pair => pair.Value is not null && configuration.Explain(pair.Key, null).Source != configuration.File))
            .Build();
        logging.AddConfiguration(wishes.GetSection(LoggingCheck.Section));
        AddConsole(logging, IsWish(configuration, nameof(LogOptions.Format)) ? options.Format : LogFormat.Auto, toStandardError: true);
    });

    /// <summary>What keeps the logs from being set up as the Logging section says; null where nothing does. Found by setting them up.</summary>
    public static string? Problem(DaemonConfiguration configuration)
    {
        // Levels alone need no trial: they are checked by their names, and this is asked often.
        if (configuration.Root.GetSection(LoggingCheck.Section).GetChildren().All(static child => child.Key.Equals(LoggingCheck.Levels, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        try
        {
            using ILoggerFactory logs = ForDaemon(configuration);
            return null;
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or ArgumentException or FormatException or TargetInvocationException)
        {
            return $"{LoggingCheck.Section}: the logs cannot be set up with it: {(wrong is TargetInvocationException { InnerException: { } inner } ? inner : wrong).Message}";
        }
    }

    private static LogOptions OptionsOf(DaemonConfiguration configuration)
    {
        using ServiceProvider services = DaemonSettings.Options(configuration);
        return services.Get<LogOptions>();
    }

    /// <summary>Whether a setting of the log was said by environment or command line.</summary>
    private static bool IsWish(DaemonConfiguration configuration, string name)
    {
        EffectiveSetting setting = configuration.Explain($"{LogOptions.SectionName}:{name}", null);
        return !setting.IsDefault && setting.Source != configuration.File;
    }

    private static void AddConsole(ILoggingBuilder logging, LogFormat format, bool toStandardError)
    {
        // A host that cannot start or whose service fails says so with a stack trace; the services and verbs say it in a sentence.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        bool forPeople = toStandardError ? !Console.IsErrorRedirected : !Console.IsOutputRedirected;
        logging.AddConsole(console => console.LogToStandardErrorThreshold = toStandardError ? LogLevel.Trace : LogLevel.None);
        if (format == LogFormat.Systemd)
        {
            logging.AddSystemdConsole();
        }
        else if (format == LogFormat.Text || (format == LogFormat.Auto && forPeople))
        {
            logging.AddSimpleConsole(simple =>
            {
                simple.SingleLine = true;
                simple.TimestampFormat = "HH:mm:ss.fff ";
                simple.ColorBehavior = forPeople ? LoggerColorBehavior.Default : LoggerColorBehavior.Disabled;
            });
        }
        else
        {
            logging.AddJsonConsole(static json =>
            {
                json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
                json.UseUtcTimestamp = true;
                json.JsonWriterOptions = new JsonWriterOptions { Encoder = PlainJsonEncoder.Instance };
            });
        }
    }
}
