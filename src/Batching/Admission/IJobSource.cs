using System.Diagnostics.CodeAnalysis;

namespace PaDeNer.Batching.Admission;

/// <summary>Where lanes get their jobs from.</summary>
internal interface IJobSource
{
    /// <summary>How many jobs wait; a guess by the time it is read.</summary>
    int Waiting { get; }

    /// <summary>Takes a job if there is one that the lane should have; never waits.</summary>
    /// <param name="request">Who asks.</param>
    /// <param name="job">The job; belongs to the lane from now on.</param>
    bool TryTake(in JobRequest request, [NotNullWhen(true)] out DocumentJob? job);

    /// <summary>Blocks until there may be a job; false once none can come any more.</summary>
    /// <exception cref="OperationCanceledException">Abandoned.</exception>
    bool WaitForJob(CancellationToken abandon);
}
