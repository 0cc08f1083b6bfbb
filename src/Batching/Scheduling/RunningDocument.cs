using PaDeNer.Batching.Admission;

namespace PaDeNer.Batching.Scheduling;

/// <summary>A document in decoding: which of its windows run, since when, and what it has had.</summary>
internal sealed class RunningDocument(DocumentJob job)
{
    public DocumentJob Job { get; } = job;

    /// <summary>First window not admitted yet.</summary>
    public int NextWindow { get; set; }

    public int WindowsRunning { get; set; }

    /// <summary>Timestamp of its first step; null before.</summary>
    public long? FirstStep { get; set; }

    /// <summary>Number of its first step.</summary>
    public long FirstStepNumber { get; set; }

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

    /// <summary>Timestamp of the end of the last step that had rows of its text.</summary>
    public long PrefillEnd { get; private set; }

    /// <summary>Timestamp of the end of the last step that had rows of its counts.</summary>
    public long CountEnd { get; private set; }

    /// <summary>Whether the step being composed has rows of its text.</summary>
    public bool HasPrefixRows { get; set; }

    /// <summary>Whether the step being composed has rows of its counts.</summary>
    public bool HasCountRows { get; set; }

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
    /// <param name="now">Timestamp of its end.</param>
    public void Executed(TimeSpan took, int rows, long now)
    {
        Work += rows > 0 ? took * (RowsOfStep / (double)rows) : TimeSpan.Zero;
        PrefillEnd = HasPrefixRows ? now : PrefillEnd;
        CountEnd = HasPrefixRows || HasCountRows ? now : CountEnd;
    }

    /// <summary>Another step is composed, in which it has no row yet.</summary>
    public void BeginStep() => (RowsOfStep, HasPrefixRows, HasCountRows) = (0, false, false);
}
