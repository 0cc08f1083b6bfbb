namespace PaDeNer.Streaming.Formats;

/// <summary>How much of anything a record may have. What exceeds one of these is that record's dead letter. Each is a setting of <c>Ingress</c>, by the name given.</summary>
public sealed record InputLimits
{
    /// <summary>Bytes of key, headers and value (MaxRecordBytes).</summary>
    public int RecordBytes { get; init; } = 1024 * 1024;

    /// <summary>Headers (MaxHeaders).</summary>
    public int Headers { get; init; } = 100;

    /// <summary>Bytes of all headers' names and values (MaxHeaderBytes).</summary>
    public int HeaderBytes { get; init; } = 32 * 1024;

    /// <summary>Objects and arrays inside each other (MaxJsonDepth).</summary>
    public int JsonDepth { get; init; } = 64;

    /// <summary>Labels that a document may ask for (MaxLabels).</summary>
    public int Labels { get; init; } = 64;

    /// <summary>UTF-16 code units of one of them (MaxLabelLength).</summary>
    public int LabelLength { get; init; } = 256;
}
