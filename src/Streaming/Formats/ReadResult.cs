using System.Diagnostics.CodeAnalysis;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Streaming.Formats;

/// <summary>What reading a value gave: a document or a fault.</summary>
public sealed class ReadResult
{
    private ReadResult(Document? document, DocumentFault fault, string detail)
    {
        Document = document;
        Fault = fault;
        Detail = detail;
    }

    /// <summary>The document; null for a fault.</summary>
    public Document? Document { get; }

    /// <summary>The fault; says nothing when there is a document.</summary>
    public DocumentFault Fault { get; }

    /// <summary>What is wrong and where. Holds no document text. Empty for a document.</summary>
    public string Detail { get; }

    /// <summary>Whether there is a document.</summary>
    [MemberNotNullWhen(true, nameof(Document))]
    public bool Succeeded => Document is not null;

    /// <summary>A document.</summary>
    public static ReadResult Of(Document document) => new(document, default, string.Empty);

    /// <summary>A fault.</summary>
    public static ReadResult Of(DocumentFault fault, string detail) => new(null, fault, detail);
}
