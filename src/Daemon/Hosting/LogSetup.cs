using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace PaDeNer.Daemon.Hosting;

/// <summary>Where logs go and what they look like: one line for people, JSON for collectors.</summary>
internal static class LogSetup
{
    /// <summary>Sets up the console; the Logging section of the configuration is honoured.</summary>
    /// <param name="logging">What to set up.</param>
    /// <param name="configuration">The configuration in force.</param>
    /// <param name="toStandardError">Whether standard output belongs to results.</param>
    /// <param name="least">The least level logged where the configuration says nothing.</param>
    public static void Configure(ILoggingBuilder logging, IConfiguration configuration, bool toStandardError, LogLevel least)
    {
        logging.SetMinimumLevel(least);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddConfiguration(configuration.GetSection("Logging"));
        bool forPeople = toStandardError ? !Console.IsErrorRedirected : !Console.IsOutputRedirected;
        logging.AddConsole(console => console.LogToStandardErrorThreshold = toStandardError ? LogLevel.Trace : LogLevel.None);
        if (forPeople)
        {
            logging.AddSimpleConsole(static simple =>
            {
                simple.SingleLine = true;
                simple.TimestampFormat = "HH:mm:ss.fff ";
                simple.ColorBehavior = LoggerColorBehavior.Default;
            });
        }
        else
        {
            logging.AddJsonConsole(static json =>
            {
                json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
                json.UseUtcTimestamp = true;
            });
        }
    }
}
