namespace PaDeNer.Batching.Admission;

/// <summary>Where planned documents wait for a lane. Safe from any thread.</summary>
internal interface IJobQueue : IDisposable
{
    /// <summary>Whether a job would be taken at once; a guess by the time it is read where others write.</summary>
    bool HasRoom { get; }

    /// <summary>Adds a job if there is room; never waits.</summary>
    bool TryWrite(DocumentJob job);

    /// <summary>Adds a job as soon as there is room.</summary>
    /// <exception cref="System.Threading.Channels.ChannelClosedException">No job is taken any more.</exception>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    ValueTask WriteAsync(DocumentJob job, CancellationToken abandon);

    /// <summary>Where a lane takes its jobs from.</summary>
    /// <param name="lane">Its number, from 0.</param>
    IJobSource SourceOf(int lane);

    /// <summary>Ends the input; lanes find the end once nothing waits any more.</summary>
    void Complete();

    /// <summary>Ends the input and takes back what no lane has taken; lanes find the end once they have finished what they hold.</summary>
    IReadOnlyList<DocumentJob> Close();
}
