namespace PaDeNer.Streaming.Formats;

/// <summary>What is read at a place in a document.</summary>
internal enum DocumentField
{
    /// <summary>Nothing; something may be inside.</summary>
    None,

    /// <summary>Its id.</summary>
    Id,

    /// <summary>Its text.</summary>
    Text,

    /// <summary>The labels it asks for.</summary>
    Labels,

    /// <summary>What is handed through; something that is read may be inside.</summary>
    Metadata,
}
