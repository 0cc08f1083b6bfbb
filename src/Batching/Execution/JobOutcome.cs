using System.Diagnostics;
using PaDeNer.Batching.Admission;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Batching.Execution;

/// <summary>A document's end: what comes out of extraction, or of a stage before it that found a fault.</summary>
/// <param name="Ticket">Leads back to its record.</param>
/// <param name="Document">The document; null where the record could not be read.</param>
/// <param name="Outcome">Entities or fault.</param>
/// <param name="Timings">Where the time went.</param>
public sealed record JobOutcome(JobTicket Ticket, Document? Document, DocumentOutcome Outcome, JobTimings Timings)
{
    /// <summary>The span that covers the document; null where nobody traces.</summary>
    public Activity? Trace { get; init; }
}
