using System.Diagnostics;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Batching.Admission;

/// <summary>A planned document, ready to be decoded.</summary>
/// <param name="Ticket">Leads back to its record.</param>
/// <param name="Plan">What there is to decode; belongs to the lane that takes the job.</param>
/// <param name="Received">When the document was received, as a timestamp of the daemon's TimeProvider.</param>
/// <param name="Deadline">When its outcome is due.</param>
public sealed record DocumentJob(JobTicket Ticket, DocumentPlan Plan, long Received, Deadline Deadline)
{
    /// <summary>Whose results leave in one order with its own; null where its result leaves as soon as it is there.</summary>
    public OrderGroup? Order { get; init; }

    /// <summary>Nobody waits for it any more once this is cancelled.</summary>
    public CancellationToken GiveUp { get; init; }

    /// <summary>The span that covers the document; null where nobody traces.</summary>
    public Activity? Trace { get; init; }

    /// <summary>Turns its plan into entities; null for the engine's own.</summary>
    public DocumentAssembler? Assembler { get; init; }

    /// <summary>Rows of its text, all windows together: the part of its work that is known before it begins.</summary>
    public int TextRows { get; } = CountTextRows(Plan);

    /// <summary>The job of a document that has been planned.</summary>
    public static DocumentJob Of(IncomingDocument incoming, DocumentPlan plan)
    {
        ArgumentNullException.ThrowIfNull(incoming);
        return new DocumentJob(incoming.Ticket, plan, incoming.Received, incoming.Deadline) { Order = incoming.Order, GiveUp = incoming.GiveUp, Assembler = incoming.Assembler, Trace = incoming.Trace };
    }

    private static int CountTextRows(DocumentPlan plan)
    {
        int rows = 0;
        for (int i = 0; i < plan.Windows.Count; i++)
        {
            rows += plan.Windows[i].Prompt.Prefix.Length;
        }

        return rows;
    }
}
