using PaDeNer.Batching.Deadlines;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Batching.Admission;

/// <summary>A planned document, ready to be decoded.</summary>
/// <param name="Ticket">Leads back to its record.</param>
/// <param name="Plan">What there is to decode; belongs to the lane that takes the job.</param>
/// <param name="Received">When the document was received, as a timestamp of the daemon's TimeProvider.</param>
/// <param name="Deadline">When its outcome is due.</param>
public sealed record DocumentJob(JobTicket Ticket, DocumentPlan Plan, long Received, Deadline Deadline);
