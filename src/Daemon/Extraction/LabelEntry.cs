namespace PaDeNer.Daemon.Extraction;

/// <summary>One label of a label file.</summary>
internal sealed record LabelEntry
{
    /// <summary>The wire name.</summary>
    public required string Name { get; init; }

    /// <summary>What the model is shown; the name where it is left out.</summary>
    public string? Prompt { get; init; }

    /// <summary>What counts as one; for people.</summary>
    public string? Description { get; init; }
}
