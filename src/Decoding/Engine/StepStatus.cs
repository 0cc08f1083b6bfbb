namespace PaDeNer.Decoding.Engine;

/// <summary>How a step went.</summary>
public enum StepStatus
{
    /// <summary>Every row was evaluated.</summary>
    Ok,

    /// <summary>The rows did not fit the KV cache; none was evaluated. The scheduler's ledger makes this impossible, so it is a defect.</summary>
    NoKvSpace,

    /// <summary>The engine stopped part of the way; its slots must be emptied before it is used again.</summary>
    Interrupted,

    /// <summary>The engine can no longer be used.</summary>
    Fatal,
}
