namespace PaDeNer.Streaming.Formats;

/// <summary>How a record's value is read.</summary>
public enum InputFormat
{
    /// <summary>JSON, unless the record's content-type header says text/plain.</summary>
    Auto,

    /// <summary>JSON, whatever the header says.</summary>
    Json,

    /// <summary>The whole value is the text, whatever the header says.</summary>
    Text,
}
