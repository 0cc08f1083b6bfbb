using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Ports;

namespace PaDeNer.Streaming.Kafka.Clients;

/// <summary>Makes a client of files that have changed.</summary>
internal static class ClientRenewal
{
    /// <summary>The client; null where the files are not fit for one, as when only one of a certificate and its key has been written: then the old client goes on.</summary>
    public static T? TryMake<T>(Func<T> make, ILogger logger)
        where T : class, IClient
    {
        try
        {
            T made = make();
            logger.FilesChanged();
            return made;
        }
        catch (Exception unfit) when (unfit is InvalidOperationException or ArgumentException or KafkaException or StreamSetupException)
        {
            logger.FilesUnfit(unfit is StreamSetupException ? unfit.Message : unfit.GetType().Name);
            return null;
        }
    }
}
