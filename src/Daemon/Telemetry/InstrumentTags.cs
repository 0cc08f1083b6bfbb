namespace PaDeNer.Daemon.Telemetry;

/// <summary>Names of the tags instruments carry.</summary>
internal static class InstrumentTags
{
    /// <summary>How a document ended: <c>entities</c> or the wire name of a fault.</summary>
    public const string Outcome = "outcome";

    /// <summary>What a row belongs to: <c>prefix</c> (a document's shared prompt), <c>count</c> or <c>mention</c>.</summary>
    public const string Phase = "phase";

    /// <summary>Number of the lane.</summary>
    public const string Lane = "lane";

    /// <summary>Why a record was dead-lettered: the wire name of a fault.</summary>
    public const string ErrorType = "error.type";

    /// <summary>
    /// What of a model's output was bounded: <c>count_invalid</c>, <c>count_clamped</c>, <c>mention_cut</c> or <c>mention_repeated</c>; how partitions
    /// went: <c>revoked</c> or <c>lost</c>; or why a document was decoded alone: <c>step_failed</c> or <c>process_ended</c>.
    /// </summary>
    public const string Reason = "reason";

    /// <summary>Which of our topics a record was written to: <c>output</c> or <c>dead_letter</c>.</summary>
    public const string Destination = "destination";

    /// <summary>The daemon's version.</summary>
    public const string Version = "version";

    /// <summary>The name of the model; empty while it is loaded.</summary>
    public const string Model = "model";

    /// <summary>What computes; empty while the model is loaded.</summary>
    public const string Device = "device";

    /// <summary>The consumer group; empty without Kafka.</summary>
    public const string Group = "group";

    /// <summary>A topic.</summary>
    public const string Topic = "topic";

    /// <summary>A partition's number.</summary>
    public const string Partition = "partition";

    /// <summary>Which of our Kafka clients: <c>consumer</c> or <c>producer</c>.</summary>
    public const string Client = "client";
}
