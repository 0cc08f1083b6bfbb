namespace PaDeNer.Daemon.Health;

/// <summary>What is to be done for a stream.</summary>
internal enum ProgressVerdict
{
    /// <summary>Nothing: it gets on, has nothing to do, or waits for somebody it knows.</summary>
    None,

    /// <summary>It stands still, and nobody can say why: its Kafka clients are made anew.</summary>
    Renew,

    /// <summary>That has not helped: the process ends.</summary>
    End,
}
