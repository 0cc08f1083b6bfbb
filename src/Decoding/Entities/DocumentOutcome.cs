using System.Diagnostics.CodeAnalysis;

namespace PaDeNer.Decoding.Entities;

/// <summary>How a document ended: entities or a fault, never both and never neither.</summary>
public sealed class DocumentOutcome
{
    private DocumentOutcome(DocumentEntities? entities, DocumentFault? fault, string detail)
    {
        Entities = entities;
        Fault = fault;
        Detail = detail;
    }

    /// <summary>The result; null for a fault.</summary>
    public DocumentEntities? Entities { get; }

    /// <summary>The fault; null for a result.</summary>
    public DocumentFault? Fault { get; }

    /// <summary>What was wrong, for people: where, and what to do. Empty for a result. Holds no document text.</summary>
    public string Detail { get; }

    /// <summary>How often it was tried before it ended; 1 or more.</summary>
    public int Attempts { get; private init; } = 1;

    /// <summary>Whether there are entities (possibly none at all).</summary>
    [MemberNotNullWhen(true, nameof(Entities))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool Succeeded => Entities is not null;

    /// <summary>A result.</summary>
    public static DocumentOutcome Of(DocumentEntities entities) => new(entities, null, string.Empty);

    /// <summary>A fault.</summary>
    public static DocumentOutcome Of(DocumentFault fault, string detail) => new(null, fault, detail);

    /// <summary>The same fault of a document that was tried so often.</summary>
    /// <param name="attempts">1 or more.</param>
    public DocumentOutcome After(int attempts) => new(Entities, Fault, Detail) { Attempts = attempts };
}
