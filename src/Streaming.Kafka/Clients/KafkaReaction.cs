namespace PaDeNer.Streaming.Kafka.Clients;

/// <summary>What we do about an error of the client.</summary>
internal enum KafkaReaction
{
    /// <summary>Nothing: the client recovers by itself, or nothing is wrong. It is logged.</summary>
    GoOn,

    /// <summary>The call is made again later; what it was about is still ours.</summary>
    Again,

    /// <summary>This one record will never be taken; it needs a replacement.</summary>
    Reject,

    /// <summary>Its timestamp is not taken, or that of a record it was sent with: it is written again, where it is its own with the broker's time.</summary>
    Retime,

    /// <summary>The daemon stops, offsets stay where they are, people or a supervisor decide.</summary>
    Stop,
}
