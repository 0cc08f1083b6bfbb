using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Kafka.Topics;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Daemon.Commands.DeadLetters;

/// <summary>One pass over the dead-letter topic, from its beginning to the end it has now; in no group, so that the daemon's knows nothing of it.</summary>
internal sealed class DeadLetterRun : IDisposable
{
    private readonly ILoggerFactory _logs;
    private readonly ServiceProvider _services;
    private readonly StopSignals _signals = new();

    /// <summary>Reads the settings.</summary>
    /// <exception cref="ConfigurationException">Those of Kafka are wrong.</exception>
    public DeadLetterRun(DaemonConfiguration configuration)
    {
        DaemonSettings.Require(configuration, KafkaOptions.SectionName);
        _logs = LogSetup.ForResults(configuration);
        _services = DaemonSettings.Options(configuration, _logs);
        Kafka = _services.Get<KafkaOptions>();
    }

    /// <summary>Brokers and topics.</summary>
    public KafkaOptions Kafka { get; }

    /// <summary>How many records were read.</summary>
    public long Read { get; private set; }

    /// <summary>How many of them were asked for.</summary>
    public long Meant { get; private set; }

    /// <summary>Cancelled by Ctrl-C and SIGTERM.</summary>
    public CancellationToken Stop => _signals.Stop;

    /// <summary>Whole topics.</summary>
    public TopicAccess Topics => _services.GetRequiredService<TopicAccess>();

    /// <summary>The dead letters that are asked for, as they are read.</summary>
    /// <exception cref="OperationCanceledException">Somebody had enough.</exception>
    public IEnumerable<DeadLetter> Letters(DeadLetterFilter filter, IReadOnlyList<TopicPlace> places)
    {
        using TopicScan scan = Topics.Scan(Kafka.DeadLetterTopic, places);
        ScanProgress progress = new(Console.Error, !Console.IsErrorRedirected, scan.Offsets, TimeProvider.System);
        foreach (SourceRecord record in scan.Read(Stop))
        {
            Read++;
            DeadLetter letter = new(record);
            bool isMeant = filter.Matches(letter);
            Meant += isMeant ? 1 : 0;
            progress.Tell(Read, Meant);
            if (isMeant)
            {
                progress.Clear();
                yield return letter;
            }
        }

        progress.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _services.Dispose();
        _logs.Dispose();
        _signals.Dispose();
    }
}
