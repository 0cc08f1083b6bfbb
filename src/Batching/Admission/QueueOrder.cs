namespace PaDeNer.Batching.Admission;

/// <summary>In what order documents that wait are given to lanes.</summary>
public enum QueueOrder
{
    /// <summary>By when they are needed, as few as possible late; those that are late after the others, with a share of their own.</summary>
    FewestLate,

    /// <summary>By deadline, whether it can be met or not.</summary>
    Deadline,

    /// <summary>As they came.</summary>
    Arrival,
}
