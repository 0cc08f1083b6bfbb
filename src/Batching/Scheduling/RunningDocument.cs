using PaDeNer.Batching.Admission;

namespace PaDeNer.Batching.Scheduling;

/// <summary>A document in decoding: which of its windows run, since when, and how urgent it is.</summary>
internal sealed class RunningDocument(DocumentJob job, long arrival)
{
    public DocumentJob Job { get; } = job;

    /// <summary>What the policy looks at; renewed before each step. It has not been passed over before there was a step.</summary>
    public BatchingCandidate Candidate { get; private set; } = new(arrival, job.Deadline, TimeSpan.MaxValue, -1);

    /// <summary>First window not admitted yet.</summary>
    public int NextWindow { get; set; }

    public int WindowsRunning { get; set; }

    /// <summary>Windows whose counts are all known or foreseen.</summary>
    public int WindowsCounted { get; set; }

    /// <summary>Timestamp of its first step; null before.</summary>
    public long? FirstStep { get; set; }

    /// <summary>Number of its first step.</summary>
    public long FirstStepNumber { get; set; }

    /// <summary>Number of the step after which all its counts were known or foreseen; null before.</summary>
    public long? CountsKnownAt { get; set; }

    /// <summary>Number of the step being composed.</summary>
    public long CurrentStep { get; set; }

    /// <summary>Whether it was expected to make its deadline when it was begun; false for one that has none.</summary>
    public bool WasBegunInTime { get; set; }

    /// <summary>Rows it has in the step composed last.</summary>
    public int RowsOfStep { get; private set; }

    /// <summary>Steps that had a row of it.</summary>
    public int StepsServed { get; private set; }

    /// <summary>Rows it has had.</summary>
    public int Rows { get; private set; }

    /// <summary>Output rows it has had.</summary>
    public int Outputs { get; private set; }

    /// <summary>The lane's time it has cost: of each step, the share that its rows have in the step's.</summary>
    public TimeSpan Work { get; private set; }

    public long StepsSinceCounts => CountsKnownAt is { } known ? CurrentStep - known : 0;

    public bool HasMoreWindows => NextWindow < Job.Plan.Windows.Count;

    /// <summary>Notes rows in the step being composed; none is no service.</summary>
    public void Serve(int rows, int outputs)
    {
        StepsServed += rows > 0 && RowsOfStep == 0 ? 1 : 0;
        RowsOfStep += rows;
        Rows += rows;
        Outputs += outputs;
    }

    /// <summary>Notes what the step composed last took.</summary>
    /// <param name="took">Its time.</param>
    /// <param name="rows">Its rows, those of other documents included.</param>
    public void Executed(TimeSpan took, int rows) => Work += rows > 0 ? took * (RowsOfStep / (double)rows) : TimeSpan.Zero;

    /// <summary>Renews what the policy looks at. Steps before its first count as well: whoever waits for slots or cells must not starve.</summary>
    public void Renew(long step, TimeSpan slack)
    {
        int passedOver = RowsOfStep > 0 ? 0 : Candidate.StepsPassedOver + 1;
        CurrentStep = step;
        RowsOfStep = 0;
        Candidate = Candidate with { Slack = slack, StepsPassedOver = passedOver };
    }
}
