namespace PaDeNer.Batching.Admission;

/// <summary>Jobs by one number each, the lowest first, equal ones by ticket. A take costs logarithmic time.</summary>
/// <param name="key">The number.</param>
internal sealed class JobsInOrder(Func<DocumentJob, long> key) : IWaitingJobs
{
    private readonly PriorityQueue<DocumentJob, (long Key, long Ticket)> _jobs = new();

    /// <summary>None: nobody looks.</summary>
    public int LateCount => 0;

    /// <inheritdoc/>
    public void Add(DocumentJob job) => _jobs.Enqueue(job, (key(job), job.Ticket.Value));

    /// <inheritdoc/>
    public DocumentJob Take(in JobRequest request) => _jobs.Dequeue();

    /// <inheritdoc/>
    public IEnumerable<DocumentJob> All() => _jobs.UnorderedItems.Select(static item => item.Element);
}
