using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Decoding.Engine;

namespace PaDeNer.Batching.Execution;

/// <summary>
/// Finds the document that makes steps fail. The documents of a failed step are decoded anew in groups, each in an emptied engine: those that
/// had a part in the failure and the others, then halves, down to a document alone. A document that fails alone is given up once something
/// else has been decoded after it; where that fails too, it is the engine that is broken, and nothing is given up. For one lane.
/// </summary>
/// <param name="probe">Makes the job that shows whether the engine still decodes; null where there is none. Then so many documents in a row that fail alone show it.</param>
internal sealed class Bisection(Func<DocumentJob?> probe)
{
    private const int MostAloneInARow = 8;
    private readonly Stack<IReadOnlyList<DocumentJob>> _groups = [];
    private readonly Dictionary<JobTicket, int> _failures = [];
    private IReadOnlyList<DocumentJob> _group = [];
    private (DocumentJob Job, StepFailure Failure)? _accused;
    private DocumentJob? _probing;
    private int _aloneInARow;

    /// <summary>Whether documents are decoded anew, so that no others are taken.</summary>
    public bool IsUnderWay => _group.Count + _groups.Count > 0;

    /// <summary>Whether one document is decoded alone, to see whether it fails.</summary>
    public bool IsAlone => _group.Count == 1 && _probing is null;

    /// <summary>A step failed.</summary>
    /// <param name="stopped">The documents that were in decoding; at least one.</param>
    /// <param name="failure">How it failed.</param>
    /// <returns>The document that is given up, and how often it was tried; null where none is, or not yet.</returns>
    /// <exception cref="EngineFaultException">It is the engine that is broken, and no document.</exception>
    public (DocumentJob Job, StepFailure Failure, int Attempts)? Failed(IReadOnlyList<StoppedDocument> stopped, in StepFailure failure)
    {
        if (_probing is not null)
        {
            throw new EngineFaultException(
                $"A document failed alone (it {_accused!.Value.Failure.What}), and a text that was decoded before failed after it (it {failure.What}): the engine decodes no more. Nothing was given up; what was in decoding will be read again.",
                failure.Exception!);
        }

        foreach (StoppedDocument document in stopped)
        {
            _failures[document.Job.Ticket] = _failures.GetValueOrDefault(document.Job.Ticket) + 1;
        }

        if (_group.Count == 1)
        {
            return FailedAlone(_group[0], failure);
        }

        Split(stopped);
        return null;
    }

    /// <summary>A document was decoded.</summary>
    /// <returns>The document that is given up now, as the engine has shown that it decodes; null where none is.</returns>
    public (DocumentJob Job, StepFailure Failure, int Attempts)? Decoded(DocumentJob job)
    {
        _aloneInARow = 0;
        if (!IsProbe(job) || _accused is not { } accused)
        {
            return null;
        }

        _accused = null;
        return (accused.Job, accused.Failure, _failures[accused.Job.Ticket]);
    }

    /// <summary>Whether a job is the probe and nobody's document.</summary>
    public bool IsProbe(DocumentJob job) => ReferenceEquals(job, _probing);

    /// <summary>The group to be decoded next, with nothing decoded of it yet; empty where all have ended. To be called when nothing is in decoding.</summary>
    public IReadOnlyList<DocumentJob> Next()
    {
        _probing = null;
        if (_accused is not null)
        {
            _group = [_probing = probe()!];
        }
        else if (!_groups.TryPop(out IReadOnlyList<DocumentJob>? next))
        {
            _group = [];
            _failures.Clear();
        }
        else
        {
            _group = [.. next.Select(static job => job with { Plan = job.Plan.Anew() })];
        }

        return _group;
    }

    private (DocumentJob Job, StepFailure Failure, int Attempts)? FailedAlone(DocumentJob job, in StepFailure failure)
    {
        if (probe() is not null)
        {
            _accused = (job, failure);
            return null;
        }

        return ++_aloneInARow < MostAloneInARow
            ? (job, failure, _failures[job.Ticket])
            : throw new EngineFaultException(
                $"{MostAloneInARow} documents in a row failed alone, the last one {failure.What}: the engine decodes no more. What was in decoding will be read again.",
                failure.Exception!);
    }

    private void Split(IReadOnlyList<StoppedDocument> stopped)
    {
        DocumentJob[] accused = [.. stopped.Where(static one => one.HadPart).Select(static one => one.Job)];
        DocumentJob[] others = [.. stopped.Where(static one => !one.HadPart).Select(static one => one.Job)];
        if (others.Length == 0 && accused.Length > 1)
        {
            (accused, others) = (accused[(accused.Length / 2)..], accused[..(accused.Length / 2)]);
        }

        // Those before come first: the last one pushed is taken first.
        _groups.Push(accused);
        if (others.Length > 0)
        {
            _groups.Push(others);
        }
    }
}
