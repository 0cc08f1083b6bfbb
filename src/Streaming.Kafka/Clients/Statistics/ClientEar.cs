using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace PaDeNer.Streaming.Kafka.Clients.Statistics;

/// <summary>Hears what one client tells of itself. The client tells inside a poll, which has other things to do: the text is read elsewhere.</summary>
/// <param name="kind">What the client is for.</param>
/// <param name="number">The how-manieth client it is.</param>
/// <param name="interval">How often it tells.</param>
/// <param name="observer">Who wants to know.</param>
/// <param name="logger">Where trouble is logged.</param>
internal sealed class ClientEar(ClientKind kind, int number, TimeSpan interval, IClientObserver observer, ILogger logger)
{
    private readonly Lock _lock = new();
    private ClientStatistics _last;

    /// <summary>The client tells; returns at once.</summary>
    public void Hear(string json) => ThreadPool.UnsafeQueueUserWorkItem(static heard => heard.Ear.Read(heard.Json), (Ear: this, Json: json), preferLocal: false);

    /// <summary>Reads what it has told and reports it.</summary>
    internal void Read(string json)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(json));
        try
        {
            ClientStatistics told = StatisticsReader.Read(bytes.AsSpan(0, Encoding.UTF8.GetBytes(json, bytes)));
            lock (_lock)
            {
                if (told.At > _last.At)
                {
                    ClientTotals risen = told.Totals.Since(_last.Totals);
                    _last = told;
                    observer.Reported(new ClientReport(kind, number, interval, told.State, risen));
                }
            }
        }
        catch (JsonException unreadable)
        {
            logger.StatisticsUnreadable(kind, unreadable.Message);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
