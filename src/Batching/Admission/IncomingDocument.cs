using System.Diagnostics;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Batching.Admission;

/// <summary>A document on its way to be planned.</summary>
/// <param name="Ticket">Leads back to its record.</param>
/// <param name="Document">What was read.</param>
/// <param name="Received">When it was received, as a timestamp of the daemon's TimeProvider.</param>
/// <param name="Deadline">When its outcome is due.</param>
/// <param name="Order">Whose results leave in one order with its own; null where its result leaves as soon as it is there.</param>
public sealed record IncomingDocument(JobTicket Ticket, Document Document, long Received, Deadline Deadline, OrderGroup? Order = null)
{
    /// <summary>Nobody waits for it any more once this is cancelled: it ends without an outcome, wherever it is, and decoding it costs nothing from the next step on.</summary>
    public CancellationToken GiveUp { get; init; }

    /// <summary>The span that covers it from its receipt to its end; comes back with its outcome. Null where nobody traces.</summary>
    public Activity? Trace { get; init; }

    /// <summary>Turns its plan into entities; null for the engine's own.</summary>
    public DocumentAssembler? Assembler { get; init; }
}
