using PaDeNer.Batching.Execution;

namespace PaDeNer.Simulation.Tests;

/// <summary>When each document of a simulation was begun, and by which lane.</summary>
internal sealed class Beginnings(int documents) : IStepObserver
{
    /// <summary>Timestamps of a simulation are finer than its durations: two moments nearer than this may be one.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromMicroseconds(1);

    private readonly List<int> _ended = [];

    /// <summary>When, by number of the document.</summary>
    public TimeSpan[] At { get; } = new TimeSpan[documents];

    /// <summary>The lane, by number of the document.</summary>
    public int[] Lane { get; } = new int[documents];

    public void DocumentDecoded(JobOutcome outcome)
    {
        int number = (int)outcome.Ticket.Value;
        At[number] = VirtualClock.At(outcome.Timings.Received) + outcome.Timings.QueueTime;
        _ended.Add(number);
    }

    /// <summary>A step's documents are told before the step itself.</summary>
    public void StepDone(in StepReport report)
    {
        foreach (int number in _ended)
        {
            Lane[number] = report.Lane;
        }

        _ended.Clear();
    }
}
