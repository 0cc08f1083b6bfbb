namespace PaDeNer.Decoding.Entities;

/// <summary>Why a document has no entities. The wire name of each is in the dead letter's headers.</summary>
public enum DocumentFault
{
    /// <summary>The record's value is not valid UTF-8.</summary>
    MalformedUtf8,

    /// <summary>The record's value is not the JSON it should be.</summary>
    MalformedJson,

    /// <summary>There is no text; an empty one is no fault.</summary>
    NoText,

    /// <summary>The record or its text is larger than the limit.</summary>
    TooLarge,

    /// <summary>A label was asked for that the model or the configuration does not know.</summary>
    UnknownLabel,

    /// <summary>The document cannot be decoded within the engine's capacity: too many labels, or label prompts that leave no room for text.</summary>
    DoesNotFit,

    /// <summary>The model gave anything but numbers for this document, or decoding it failed in a way that nobody foresaw.</summary>
    DecodingFailed,

    /// <summary>Reading it failed in a way that nobody foresaw.</summary>
    ReadingFailed,

    /// <summary>Planning it failed in a way that nobody foresaw.</summary>
    PlanningFailed,

    /// <summary>Its result could not be written.</summary>
    WritingFailed,

    /// <summary>A label of a model with open labels has no words, too many, or the same as another label of the document.</summary>
    InvalidLabel,

    /// <summary>More labels were asked for than a document may.</summary>
    TooManyLabels,

    /// <summary>Objects and arrays of the record's value are nested deeper than they may.</summary>
    TooDeep,

    /// <summary>The record has more headers than it may.</summary>
    TooManyHeaders,

    /// <summary>The record's headers have more bytes than they may.</summary>
    HeadersTooLarge,

    /// <summary>Decoding it takes more tokens, or more of the engine's time, than a document may.</summary>
    OverBudget,

    /// <summary>The process ended while it was decoded, alone and again and again: a crash of the runtime below, or no memory left for it.</summary>
    EndedProcess,
}
