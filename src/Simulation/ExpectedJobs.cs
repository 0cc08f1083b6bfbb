using System.Diagnostics.CodeAnalysis;
using PaDeNer.Batching.Admission;

namespace PaDeNer.Simulation;

/// <summary>The queue as a lane of a simulation sees it: its engine is told of every document that the lane takes.</summary>
internal sealed class ExpectedJobs(DeadlineJobs queue, SimulatedEngine engine, IReadOnlyList<SimulatedArrival> arrivals) : IJobSource
{
    public int Waiting => queue.Waiting;

    public bool TryTake(in JobRequest request, [NotNullWhen(true)] out DocumentJob? job)
    {
        if (!queue.TryTake(request, out job))
        {
            return false;
        }

        int number = (int)job.Ticket.Value;
        engine.Expect(number, arrivals[number].Shape);
        return true;
    }

    public bool WaitForJob(CancellationToken abandon) => throw new NotSupportedException("A simulation never waits.");
}
