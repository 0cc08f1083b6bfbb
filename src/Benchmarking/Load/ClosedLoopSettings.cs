namespace PaDeNer.Benchmarking.Load;

/// <summary>How long a closed loop is measured.</summary>
public sealed record ClosedLoopSettings
{
    /// <summary>Documents completed before measuring starts; 0 or more, default 32. At least as many as are in flight are used.</summary>
    public int WarmUpDocuments { get; init; } = 32;

    /// <summary>Documents measured; 1 or more, default 400.</summary>
    public int Documents { get; init; } = 400;

    /// <summary>Measuring ends here even if fewer documents were measured; default 30 seconds.</summary>
    public TimeSpan LongestTime { get; init; } = TimeSpan.FromSeconds(30);
}
