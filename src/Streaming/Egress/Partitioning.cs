namespace PaDeNer.Streaming.Egress;

/// <summary>Which partition results and dead letters go to. With a key it is always the key's.</summary>
public enum Partitioning
{
    /// <summary>A record without a key keeps the partition it came from.</summary>
    Source,

    /// <summary>The key alone decides: records without one are scattered.</summary>
    Key,
}
