using System.Globalization;
using System.Text;
using Confluent.Kafka;
using PaDeNer.Faults.Tests.Runs;

namespace PaDeNer.Faults.Tests.Feeding;

/// <summary>Writes a feed to the input topic, in order, each record once; the next records at each call.</summary>
internal sealed class FeedWriter : IDisposable
{
    // For a broker that is away, too, and takes its time to start beside others.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(FaultRun.Of(60, 280));

    private readonly FaultFeed _feed;
    private readonly string _topic;
    private readonly IProducer<byte[], byte[]?> _producer;
    private readonly Lock _lock = new();
    private int _written;
    private bool _disposed;

    public FeedWriter(string bootstrapServers, string topic, FaultFeed feed)
    {
        (_feed, _topic) = (feed, topic);
        ProducerConfig config = new()
        {
            BootstrapServers = bootstrapServers,
            EnableIdempotence = true,
            LingerMs = 1,
            SocketTimeoutMs = 10_000,
            RequestTimeoutMs = 8_000,
            // As the product places keys: a key's input partition and output partition have one number.
            Partitioner = Partitioner.Murmur2Random,
        };
        _producer = new ProducerBuilder<byte[], byte[]?>(config).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();
    }

    /// <summary>The timestamp of a record, by its number; null for the time at which it is written.</summary>
    public Func<int, long?> TimeOf { get; set; } = static _ => null;

    /// <summary>How many are written.</summary>
    public int Written => Volatile.Read(ref _written);

    /// <summary>Writes the next records, as many as there are left at most.</summary>
    public void Write(int count)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            WriteNext(count);
        }
    }

    public void WriteRest() => Write(_feed.Records.Count);

    /// <summary>Writes the rest a few at a time, until the feed has ended.</summary>
    /// <param name="portion">Records at a time.</param>
    /// <param name="apart">Time between portions.</param>
    public async Task TrickleAsync(int portion, TimeSpan apart)
    {
        while (_written < _feed.Records.Count)
        {
            await Task.Run(() => Write(portion), TestContext.Current.CancellationToken);
            await Task.Delay(apart, TestContext.Current.CancellationToken);
        }
    }

    // A test that fails may leave somebody behind who still writes.
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _producer.Dispose();
        }
    }

    private void WriteNext(int count)
    {
        foreach (FaultRecord record in _feed.Records.Skip(_written).Take(count))
        {
            Headers headers = [];
            headers.Add(FaultFeed.NumberHeader, Encoding.UTF8.GetBytes(record.Number.ToString(CultureInfo.InvariantCulture)));
            Message<byte[], byte[]?> message = new() { Key = Encoding.UTF8.GetBytes(record.Key), Value = record.Value, Headers = headers };
            if (TimeOf(record.Number) is { } time)
            {
                message.Timestamp = new Timestamp(time, TimestampType.CreateTime);
            }

            _producer.Produce(_topic, message);
            _written++;
        }

        Assert.Equal(0, _producer.Flush(Patience));
    }
}
