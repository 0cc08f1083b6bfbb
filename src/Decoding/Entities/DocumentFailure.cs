using System.Diagnostics;
using System.Globalization;

namespace PaDeNer.Decoding.Entities;

/// <summary>
/// Draws the line between what fails for one document and what fails for the service. Whatever a stage throws while it has one document in
/// hand and nothing else is that document's fault, and the others go on. Lack of memory, being told to stop, a model that is gone and an
/// installation that lacks something would fail for the next document too: these are exceptions as before.
/// </summary>
public static class DocumentFailure
{
    private const string Ours = "PaDeNer.";

    /// <summary>The outcome of a document for which the model gave anything but numbers.</summary>
    public static DocumentOutcome WithoutNumbers { get; } = DocumentOutcome.Of(
        DocumentFault.DecodingFailed, "The model gave logits that are no numbers for this text: the model file or its conversion may be broken.");

    /// <summary>Whether a failure is the document's.</summary>
    public static bool IsOfDocument(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure is not (OutOfMemoryException or OperationCanceledException or ObjectDisposedException
            or TypeInitializationException or TypeLoadException or MissingMemberException or BadImageFormatException)
            && (failure.InnerException is null || IsOfDocument(failure.InnerException));
    }

    /// <summary>
    /// The outcome of the document. Says which stage threw what and where; not the exception's own message, which may quote the document.
    /// </summary>
    /// <param name="stage">The fault of the stage that failed.</param>
    /// <param name="failure">What it threw.</param>
    public static DocumentOutcome Of(DocumentFault stage, Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        string what = stage switch
        {
            DocumentFault.ReadingFailed => "Reading",
            DocumentFault.PlanningFailed => "Planning",
            DocumentFault.WritingFailed => "Writing the result of",
            _ => "Decoding",
        };
        return DocumentOutcome.Of(stage, string.Create(
            CultureInfo.InvariantCulture,
            $"{what} this document failed: {failure.GetType().Name}{PlaceOf(failure)}. No other document is concerned; it is a defect, please report it with the record."));
    }

    /// <summary>The innermost method of ours.</summary>
    private static string PlaceOf(Exception failure)
    {
        foreach (StackFrame frame in new StackTrace(failure).GetFrames())
        {
            if (DiagnosticMethodInfo.Create(frame) is { DeclaringTypeName: { } type } method && type.StartsWith(Ours, StringComparison.Ordinal))
            {
                return $" in {type[(type.LastIndexOf('.') + 1)..]}.{method.Name}";
            }
        }

        return string.Empty;
    }
}
