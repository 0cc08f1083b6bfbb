namespace PaDeNer.Batching.Admission;

/// <summary>In what order documents that wait are given to lanes.</summary>
public enum QueueOrder
{
    /// <summary>By when they are needed; those that can no longer be in time after the others, with a share of their own.</summary>
    LateLast,

    /// <summary>By deadline, whether it can be met or not. Under a lasting load, whoever has no deadline waits for ever.</summary>
    EarliestDeadline,

    /// <summary>As they came.</summary>
    Arrival,
}
