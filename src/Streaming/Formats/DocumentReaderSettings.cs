namespace PaDeNer.Streaming.Formats;

/// <summary>How values are read.</summary>
public sealed record DocumentReaderSettings
{
    /// <summary>What a value is.</summary>
    public InputFormat Format { get; init; } = InputFormat.Auto;

    /// <summary>Where in JSON a document's parts stand.</summary>
    public DocumentFields Fields { get; init; } = DocumentFields.Usual;

    /// <summary>How much of anything a record may have.</summary>
    public InputLimits Limits { get; init; } = new();
}
