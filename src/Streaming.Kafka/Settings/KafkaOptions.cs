using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PaDeNer.Streaming.Kafka.Settings;

/// <summary>The dozen Kafka settings we understand, and a way to hand librdkafka any other.</summary>
public sealed class KafkaOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Kafka";

    internal static readonly TimeSpan DefaultSessionTimeout = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan PollGap = TimeSpan.FromMinutes(5);

    /// <summary>Whether documents come from Kafka at all; without, HTTP alone serves, and nothing else of this section counts. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Brokers to start from, host:port with commas between. Default localhost:9092.</summary>
    [Required]
    public string BootstrapServers { get; set; } = "localhost:9092";

    /// <summary>The topic documents come from. Default documents.</summary>
    [Required]
    public string InputTopic { get; set; } = "documents";

    /// <summary>The topic entities go to. Default entities.</summary>
    [Required]
    public string OutputTopic { get; set; } = "entities";

    /// <summary>The topic that records go to which cannot be processed. Default documents.dead-letter.</summary>
    [Required]
    public string DeadLetterTopic { get; set; } = "documents.dead-letter";

    /// <summary>The consumer group. Default padener.</summary>
    [Required]
    public string GroupId { get; set; } = "padener";

    /// <summary>
    /// How the group shares partitions out: classic (all brokers know it) or consumer (KIP-848: brokers decide, and a join or a leave moves partitions one
    /// by one; Apache Kafka 4.0 and later). Default classic.
    /// </summary>
    [EnumDataType(typeof(RebalanceProtocol))]
    public RebalanceProtocol GroupProtocol { get; set; } = RebalanceProtocol.Classic;

    /// <summary>A name of this daemon in the group that survives restarts (static membership), so that it gets its partitions back at once. Default none.</summary>
    public string? InstanceId { get; set; }

    /// <summary>Where a new group starts: Earliest, Latest or Error. Default Earliest.</summary>
    [EnumDataType(typeof(OffsetReset))]
    public OffsetReset OffsetReset { get; set; } = OffsetReset.Earliest;

    /// <summary>
    /// After how long without heartbeats the group gives our partitions to others. 6 s to 30 min, default 45 s. Classic group protocol only: with the other
    /// one the brokers' group.consumer.session.timeout.ms counts.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:06", "00:30:00")]
    public TimeSpan SessionTimeout { get; set; } = DefaultSessionTimeout;

    /// <summary>The largest record we try to write; the broker's own limit is what counts in the end. 1000 to 1000000000, default 16777216.</summary>
    [Range(1000, 1_000_000_000)]
    public int MaxMessageBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How long writing a record is tried while brokers are away; then the daemon stops. At least once only: a transaction is tried again for ever. 1 s to 1 day, default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How often the clients are asked how they fare, which the metrics of clients show: round trips, what is pending, connections, rebalances. 0, which
    /// turns them off, or 1 s to 10 min, default 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan StatisticsInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>After how long without a poll we are no member of the group any more: 5 min, or the session time-out where that is longer.</summary>
    internal TimeSpan LongestPollGap => SessionTimeout > PollGap ? SessionTimeout : PollGap;

    /// <summary>Settings of librdkafka for all clients, for example security.protocol or sasl.username. Underscores count as dots.</summary>
    public Dictionary<string, string> Client { get; } = [];

    /// <summary>
    /// Settings of librdkafka for all clients whose values stand in files: the setting's name and the file's full path, for example
    /// sasl.password and /run/secrets/kafka. One line end at the end of a file is no part of the value.
    /// </summary>
    public Dictionary<string, string> Secrets { get; } = [];

    /// <summary>Settings of librdkafka for the consumer alone, for example fetch.min.bytes.</summary>
    public Dictionary<string, string> Consumer { get; } = [];

    /// <summary>Settings of librdkafka for the producer alone, for example linger.ms or compression.type.</summary>
    public Dictionary<string, string> Producer { get; } = [];
}

/// <summary>Checks the ranges given on <see cref="KafkaOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class KafkaRangeValidator : IValidateOptions<KafkaOptions>;
