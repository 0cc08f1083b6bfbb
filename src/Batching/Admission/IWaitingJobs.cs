namespace PaDeNer.Batching.Admission;

/// <summary>The jobs in the queue, in the order in which lanes are given them; kept under the queue's lock.</summary>
internal interface IWaitingJobs
{
    /// <summary>Jobs that were late when a lane asked last.</summary>
    int LateCount { get; }

    void Add(DocumentJob job);

    /// <summary>Takes the job that a lane should have next; there must be one.</summary>
    /// <param name="request">Who asks.</param>
    DocumentJob Take(in JobRequest request);

    /// <summary>All jobs, in no order; nothing is added or taken afterwards.</summary>
    IEnumerable<DocumentJob> All();
}
