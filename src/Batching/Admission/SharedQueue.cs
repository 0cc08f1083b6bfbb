namespace PaDeNer.Batching.Admission;

/// <summary>All lanes take from one queue.</summary>
/// <param name="jobs">The queue.</param>
internal sealed class SharedQueue(DeadlineJobs jobs) : IJobQueue
{
    /// <inheritdoc/>
    public bool HasRoom => jobs.HasRoom;

    /// <inheritdoc/>
    public bool TryWrite(DocumentJob job) => jobs.TryWrite(job);

    /// <inheritdoc/>
    public ValueTask WriteAsync(DocumentJob job, CancellationToken abandon) => jobs.WriteAsync(job, abandon);

    /// <inheritdoc/>
    public IJobSource SourceOf(int lane) => jobs;

    /// <inheritdoc/>
    public void Complete() => jobs.TryComplete();

    /// <inheritdoc/>
    public IReadOnlyList<DocumentJob> Close() => jobs.Close();

    /// <inheritdoc/>
    public void Dispose() => jobs.Dispose();
}
