using PaDeNer.Batching.Deadlines;
using PaDeNer.Decoding.Documents;

namespace PaDeNer.Batching.Admission;

/// <summary>A document on its way to be planned.</summary>
/// <param name="Ticket">Leads back to its record.</param>
/// <param name="Document">What was read.</param>
/// <param name="Received">When it was received, as a timestamp of the daemon's TimeProvider.</param>
/// <param name="Deadline">When its outcome is due.</param>
/// <param name="Order">Whose results leave in one order with its own; null where its result leaves as soon as it is there.</param>
public sealed record IncomingDocument(JobTicket Ticket, Document Document, long Received, Deadline Deadline, OrderGroup? Order = null);
