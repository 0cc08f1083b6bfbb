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

    /// <summary>The daemon stops, offsets stay where they are, people or a supervisor decide.</summary>
    Stop,
}
