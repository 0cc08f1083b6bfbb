namespace PaDeNer.Daemon.Telemetry;

/// <summary>Every instrument: name, unit, description, tags, buckets. Dashboards and documents may name only what stands here.</summary>
internal static class InstrumentNames
{
    /// <summary>The meter all of them belong to.</summary>
    public const string Meter = "PaDeNer.Stream";

    private static readonly string[] NoTags = [];

    /// <summary>Fine enough from one millisecond to ten seconds that a 100 ms objective can be judged.</summary>
    private static readonly double[] LatencyBuckets =
    [
        0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.075, 0.1, 0.125, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5,
        0.75, 1, 1.5, 2, 3, 5, 7.5, 10,
    ];

    private static readonly double[] StepBuckets =
        [0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.075, 0.1, 0.2, 0.5, 1, 2, 5];

    private static readonly double[] SizeBuckets = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096];

    /// <summary>The promise is about this one.</summary>
    public static readonly InstrumentDescription DocumentDuration = Histogram(
        "document.duration", "s", "Time from a document's receipt to the commit of its outcome.", LatencyBuckets, InstrumentTags.Outcome);

    /// <summary>Queue time.</summary>
    public static readonly InstrumentDescription DocumentQueueDuration = Histogram(
        "document.queue.duration", "s", "Time from a document's receipt to its first step.", LatencyBuckets);

    /// <summary>Service time.</summary>
    public static readonly InstrumentDescription DocumentDecodeDuration = Histogram(
        "document.decode.duration", "s", "Time from a document's first step to its outcome.", LatencyBuckets);

    /// <summary>Documents that ended.</summary>
    public static readonly InstrumentDescription DocumentCompleted = Counter(
        "document.completed", "{document}", "Documents that ended, by outcome: entities or the name of a fault.", InstrumentTags.Outcome);

    /// <summary>Documents between reading and commit.</summary>
    public static readonly InstrumentDescription DocumentInFlight = Gauge(
        "document.in_flight", "{document}", "Documents read and not yet committed, those with a fault included.");

    /// <summary>How long the slowest one has been waiting.</summary>
    public static readonly InstrumentDescription DocumentOldestAge = Gauge(
        "document.oldest.age", "s", "Time since the oldest document in flight was read; 0 where none is.");

    /// <summary>Their bytes.</summary>
    public static readonly InstrumentDescription DocumentInFlightSize = Gauge(
        "document.in_flight.size", "By", "Bytes of keys and values of documents in flight.");

    /// <summary>Outcomes of lost partitions.</summary>
    public static readonly InstrumentDescription RecordVoided = Counter(
        "record.voided", "{record}", "Outcomes dropped because their partition was taken away meanwhile; its new owner reads them again.");

    /// <summary>Documents inside a lane.</summary>
    public static readonly InstrumentDescription DocumentDecoding = Gauge(
        "document.decoding", "{document}", "Documents that a lane is decoding.", InstrumentTags.Lane);

    /// <summary>Late documents.</summary>
    public static readonly InstrumentDescription DocumentDeadlineMissed = Counter(
        "document.deadline_missed", "{document}", "Documents whose outcome came after their deadline.");

    /// <summary>Step time.</summary>
    public static readonly InstrumentDescription StepDuration = Histogram(
        "step.duration", "s", "Time of one engine step.", StepBuckets, InstrumentTags.Lane);

    /// <summary>Steps that were nothing.</summary>
    public static readonly InstrumentDescription StepFailed = Counter(
        "step.failed", "{step}", "Steps that failed; their documents were decoded anew in smaller groups, to find the one that makes steps fail.");

    /// <summary>Documents under suspicion.</summary>
    public static readonly InstrumentDescription DocumentDecodedAlone = Counter(
        "document.decoded_alone", "{document}", "Documents that were decoded alone, by why: step_failed or process_ended while they were in decoding.", InstrumentTags.Reason);

    /// <summary>What the host costs beside the engine.</summary>
    public static readonly InstrumentDescription StepHostTime = Counter(
        "step.host.time", "s", "Time that lanes spent beside the engine: taking documents, composing steps, reading their outcomes.");

    /// <summary>What the lanes' models of step times said.</summary>
    public static readonly InstrumentDescription StepPredicted = Histogram(
        "step.predicted", "s", "Time that an engine step was predicted to take, before it was carried out.", StepBuckets, InstrumentTags.Lane);

    /// <summary>How wrong they are.</summary>
    public static readonly InstrumentDescription StepPredictionError = Gauge(
        "step.prediction.error", "1", "Mean absolute error of the predicted step times, as a share of the times taken; smoothed.", InstrumentTags.Lane);

    /// <summary>What a lane finds worth decoding at once.</summary>
    public static readonly InstrumentDescription DocumentLimit = Gauge(
        "document.limit", "{document}", "Documents a lane would decode at once at most.", InstrumentTags.Lane);

    /// <summary>Micro-batch size.</summary>
    public static readonly InstrumentDescription StepRows = Histogram(
        "step.rows", "{token}", "Tokens a step evaluates, by phase.", SizeBuckets, InstrumentTags.Phase);

    /// <summary>Sequences taking part in a step.</summary>
    public static readonly InstrumentDescription StepSequences = Histogram(
        "step.sequences", "{sequence}", "Sequences that take part in a step.", SizeBuckets);

    /// <summary>Sequences being prefilled and decoded.</summary>
    public static readonly InstrumentDescription SequenceInFlight = Gauge(
        "sequence.in_flight", "{sequence}", "Sequences that hold a slot.", InstrumentTags.Lane);

    /// <summary>KV cells in use.</summary>
    public static readonly InstrumentDescription KvCacheUsed = Gauge(
        "kv_cache.used", "{cell}", "KV cells in use.", InstrumentTags.Lane);

    /// <summary>KV cells in use over all.</summary>
    public static readonly InstrumentDescription KvCacheUtilization = Gauge(
        "kv_cache.utilization", "1", "KV cells in use, as a share of all.", InstrumentTags.Lane);

    /// <summary>Slots in use over all.</summary>
    public static readonly InstrumentDescription SlotUtilization = Gauge(
        "slot.utilization", "1", "Slots in use, as a share of all.", InstrumentTags.Lane);

    /// <summary>Work done.</summary>
    public static readonly InstrumentDescription TokenEvaluated = Counter(
        "token.evaluated", "{token}", "Tokens evaluated for documents that ended.");

    /// <summary>Work saved.</summary>
    public static readonly InstrumentDescription TokenSaved = Counter(
        "token.saved", "{token}", "Tokens that need not be evaluated because prompts share their prefix.");

    /// <summary>Entities that left.</summary>
    public static readonly InstrumentDescription EntityPublished = Counter(
        "entity.published", "{entity}", "Entities in the outcomes of documents.");

    /// <summary>De-duplication at work.</summary>
    public static readonly InstrumentDescription MentionDuplicate = Counter(
        "mention.duplicate", "{mention}", "Mentions removed because another label had them with a higher probability.");

    /// <summary>Overlaps at work.</summary>
    public static readonly InstrumentDescription MentionOverlapping = Counter(
        "mention.overlapping", "{mention}", "Mentions removed because a more probable entity stands over a part of theirs.");

    /// <summary>Hallucinations.</summary>
    public static readonly InstrumentDescription MentionUngrounded = Counter(
        "mention.ungrounded", "{mention}", "Mentions that do not occur in their document's text.");

    /// <summary>Garbage from a model.</summary>
    public static readonly InstrumentDescription OutputBounded = Counter(
        "output.bounded", "{sequence}", "Counts and mentions of the model that were no number, too many, too long or said again, by reason.", InstrumentTags.Reason);

    /// <summary>Records given up.</summary>
    public static readonly InstrumentDescription RecordDeadLettered = Counter(
        "record.dead_lettered", "{record}", "Records published byte for byte to the dead-letter topic, by reason.", InstrumentTags.ErrorType);

    /// <summary>Time of a commit.</summary>
    public static readonly InstrumentDescription CommitDuration = Histogram(
        "commit.duration", "s", "Time of publishing records and moving offsets together.", LatencyBuckets);

    /// <summary>Transactions that ended.</summary>
    public static readonly InstrumentDescription TransactionEnded = Counter(
        "transaction.ended", "{transaction}", "Transactions that ended, by outcome: committed, aborted, lost (never committed, producer discarded) or unclear (the next producer found out).", InstrumentTags.Outcome);

    /// <summary>Producers that were of no use any more.</summary>
    public static readonly InstrumentDescription ProducerRebuilt = Counter(
        "producer.rebuilt", "{producer}", "Producers of transactions that were discarded and made anew, by why: timed_out, fenced, failed, hung or files_changed.", InstrumentTags.ErrorType);

    /// <summary>Consumer lag.</summary>
    public static readonly InstrumentDescription PartitionLag = Gauge(
        "partition.lag", "{record}", "End offset of a partition minus its committed offset; absent while it is not known.", InstrumentTags.Topic, InstrumentTags.Partition);

    /// <summary>The same in time.</summary>
    public static readonly InstrumentDescription PartitionLagAge = Gauge(
        "partition.lag.age", "s", "Time since the timestamp of a partition's first record that is not committed, 0 where all are; absent while it is not known.", InstrumentTags.Topic, InstrumentTags.Partition);

    /// <summary>Partitions that went.</summary>
    public static readonly InstrumentDescription PartitionTaken = Counter(
        "partition.taken", "{partition}", "Partitions that the group took away, by reason: revoked (given up in good order) or lost (gone before we were told).", InstrumentTags.Reason);

    /// <summary>Who has the partitions.</summary>
    public static readonly InstrumentDescription BrokerAnswering = Gauge(
        "broker.answering", "", "1 while the brokers that have our partitions answer, else 0; absent before they were asked and without partitions.");

    /// <summary>Who has the committed offsets.</summary>
    public static readonly InstrumentDescription GroupAnswering = Gauge(
        "group.answering", "", "1 while the group's coordinator answers, else 0; absent before it was asked and without partitions.");

    /// <summary>Who writes.</summary>
    public static readonly InstrumentDescription ProducerReady = Gauge(
        "producer.ready", "", "0 while a producer of transactions is being made or made anew, else 1.");

    /// <summary>Partitions held.</summary>
    public static readonly InstrumentDescription PartitionAssigned = Gauge(
        "partition.assigned", "{partition}", "Partitions this member holds.");

    /// <summary>Partitions that stand still.</summary>
    public static readonly InstrumentDescription PartitionHalted = Gauge(
        "partition.halted", "{partition}", "Partitions that stand still because a dead letter of theirs is not taken; people have to raise a limit.");

    /// <summary>Back-pressure.</summary>
    public static readonly InstrumentDescription ConsumerPaused = Gauge(
        "consumer.paused", "", "1 while fetching is paused because too much is in flight, else 0.");

    /// <summary>How fast brokers answer.</summary>
    public static readonly InstrumentDescription ClientRoundTripMean = Gauge(
        "client.round_trip.mean", "s", "Mean time from a Kafka client's requests to their responses, over its last interval; a consumer's holds the time for which brokers wait for records. Absent without responses.", InstrumentTags.Client);

    /// <summary>How slowly.</summary>
    public static readonly InstrumentDescription ClientRoundTripTail = Gauge(
        "client.round_trip.p99", "s", "The 99th percentile of that time, of the slowest broker.", InstrumentTags.Client);

    /// <summary>Quotas.</summary>
    public static readonly InstrumentDescription ClientThrottle = Gauge(
        "client.throttle", "s", "The longest time for which a broker held a Kafka client back because of a quota, in the client's last interval.", InstrumentTags.Client);

    /// <summary>What brokers owe.</summary>
    public static readonly InstrumentDescription ClientRequestPending = Gauge(
        "client.request.pending", "{request}", "Requests of a Kafka client that are to be sent or wait for their response.", InstrumentTags.Client);

    /// <summary>What they never answered.</summary>
    public static readonly InstrumentDescription ClientRequestTimedOut = Counter(
        "client.request.timed_out", "{request}", "Requests of a Kafka client that were not answered in time.", InstrumentTags.Client);

    /// <summary>Connections begun.</summary>
    public static readonly InstrumentDescription ClientConnectionTried = Counter(
        "client.connection.tried", "{connection}", "Connections that a Kafka client has tried to make, those that failed included.", InstrumentTags.Client);

    /// <summary>Connections ended.</summary>
    public static readonly InstrumentDescription ClientConnectionLost = Counter(
        "client.connection.lost", "{connection}", "Connections of a Kafka client that ended, idle ones that brokers closed included.", InstrumentTags.Client);

    /// <summary>Traffic to brokers.</summary>
    public static readonly InstrumentDescription ClientNetworkSent = Counter(
        "client.network.sent", "By", "Bytes that a Kafka client has sent to brokers.", InstrumentTags.Client);

    /// <summary>Traffic from brokers.</summary>
    public static readonly InstrumentDescription ClientNetworkReceived = Counter(
        "client.network.received", "By", "Bytes that a Kafka client has received from brokers.", InstrumentTags.Client);

    /// <summary>What lies in a client.</summary>
    public static readonly InstrumentDescription ClientQueueLength = Gauge(
        "client.queue.length", "{record}", "Records inside a Kafka client: written and not acknowledged yet, or fetched and not read yet.", InstrumentTags.Client);

    /// <summary>Its bytes.</summary>
    public static readonly InstrumentDescription ClientQueueSize = Gauge(
        "client.queue.size", "By", "Bytes of the records inside a Kafka client.", InstrumentTags.Client);

    /// <summary>How often partitions move.</summary>
    public static readonly InstrumentDescription GroupRebalanced = Counter(
        "group.rebalanced", "{rebalance}", "How often the group has shared partitions out since we are in it.");

    /// <summary>How long they have not.</summary>
    public static readonly InstrumentDescription GroupRebalanceAge = Gauge(
        "group.rebalance.age", "s", "Time since the group has last shared partitions out, as of the consumer's last interval; absent before it has.");

    /// <summary>Whether they move just now.</summary>
    public static readonly InstrumentDescription GroupSteady = Gauge(
        "group.steady", "", "1 while we are a member of the group and it shares nothing out, else 0.");

    /// <summary>What the readiness probe says.</summary>
    public static readonly InstrumentDescription Ready = Gauge(
        "ready", "", "1 while documents are taken, as /health/ready says, else 0.");

    /// <summary>OpenTelemetry's name for records read.</summary>
    public static readonly InstrumentDescription ConsumedMessages = new(
        InstrumentKind.Counter, "messaging.client.consumed.messages", "{message}", "Records read from the input topic.", NoTags);

    /// <summary>OpenTelemetry's name for records written.</summary>
    public static readonly InstrumentDescription SentMessages = new(
        InstrumentKind.Counter, "messaging.client.sent.messages", "{message}", "Records written, by the topic they went to.", [InstrumentTags.Destination]);

    /// <summary>What runs.</summary>
    public static readonly InstrumentDescription BuildInfo = Gauge(
        "build_info", "", "Always 1; its labels say what runs.", InstrumentTags.Version, InstrumentTags.Model, InstrumentTags.Device, InstrumentTags.Group, InstrumentTags.Topic);

    /// <summary>What is promised.</summary>
    public static readonly InstrumentDescription DocumentObjective = Gauge(
        "document.objective", "s", "Latency objective of documents that ask for no other.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<InstrumentDescription> All { get; } =
    [
        DocumentDuration, DocumentQueueDuration, DocumentDecodeDuration, DocumentCompleted, DocumentDecoding,
        DocumentDeadlineMissed, DocumentLimit, StepDuration, StepHostTime, StepFailed, DocumentDecodedAlone, StepPredicted, StepPredictionError, StepRows, StepSequences, SequenceInFlight, KvCacheUsed, KvCacheUtilization, SlotUtilization,
        TokenEvaluated, TokenSaved, EntityPublished, MentionDuplicate, MentionOverlapping, MentionUngrounded, OutputBounded, RecordDeadLettered, RecordVoided,
        DocumentInFlight, DocumentOldestAge, DocumentInFlightSize, CommitDuration, TransactionEnded, ProducerRebuilt,
        PartitionLag, PartitionLagAge, PartitionTaken, BrokerAnswering, GroupAnswering, ProducerReady, PartitionAssigned, PartitionHalted, ConsumerPaused,
        ClientRoundTripMean, ClientRoundTripTail, ClientThrottle, ClientRequestPending, ClientRequestTimedOut, ClientConnectionTried, ClientConnectionLost,
        ClientNetworkSent, ClientNetworkReceived, ClientQueueLength, ClientQueueSize, GroupRebalanced, GroupRebalanceAge, GroupSteady,
        Ready, ConsumedMessages, SentMessages, BuildInfo, DocumentObjective,
    ];

    private static InstrumentDescription Counter(string name, string unit, string description, params string[] tags) =>
        new(InstrumentKind.Counter, Prefix(name), unit, description, tags);

    private static InstrumentDescription Gauge(string name, string unit, string description, params string[] tags) =>
        new(InstrumentKind.Gauge, Prefix(name), unit, description, tags);

    private static InstrumentDescription Histogram(string name, string unit, string description, double[] buckets, params string[] tags) =>
        new(InstrumentKind.Histogram, Prefix(name), unit, description, tags, buckets);

    private static string Prefix(string name) => "padener.stream." + name;
}
