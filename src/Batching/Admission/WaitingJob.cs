using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Batching.Admission;

/// <summary>A job in the queue, and what was thought of it when a lane asked last.</summary>
internal sealed class WaitingJob
{
    /// <summary>A job that nobody has judged yet.</summary>
    /// <param name="job">The job.</param>
    /// <param name="group">Those whose results leave in one order with its own.</param>
    public WaitingJob(DocumentJob job, JobGroup group)
    {
        (Job, Group) = (job, group);
        InGroup = new Place(this);
        InQueue = new Place(this);
    }

    public DocumentJob Job { get; }

    public JobGroup Group { get; }

    /// <summary>Its place in its group.</summary>
    public Place InGroup { get; }

    /// <summary>Its place among those in time or among the late, as it stands.</summary>
    public Place InQueue { get; }

    /// <summary>Where that place is; null where it is nowhere yet.</summary>
    public PlaceTree? Line { get; private set; }

    /// <summary>The next one of its group that nobody has judged yet.</summary>
    public WaitingJob? NextNew { get; set; }

    /// <summary>How it stands.</summary>
    public JobStanding Standing { get; private set; }

    /// <summary>
    /// When its outcome is needed: by its own deadline, or by that of one whose result waits for it. It is where its place is, which may have
    /// been moved with others; means nothing unless it is in a line of those in time.
    /// </summary>
    public Deadline NeededBy
    {
        get
        {
            InQueue.Resolve();
            return new Deadline(InQueue.Key);
        }
    }

    /// <summary>When it will be needed once it stands where it belongs.</summary>
    public Deadline WillBeNeededBy { get; private set; }

    /// <summary>Whether no result that could be in time waits for it, so that nobody but itself is late where it waits.</summary>
    public bool MayWait { get; private set; }

    /// <summary>Takes its place elsewhere, or nowhere; the key of a place may be changed while it is nowhere.</summary>
    public void LineUp(PlaceTree? line)
    {
        Line?.Remove(InQueue);
        line?.Add(InQueue);
        Line = line;
    }

    /// <summary>Has it stand otherwise, or needed at another time; false where it did already.</summary>
    public bool Stand(JobStanding standing, Deadline neededBy, bool mayWait)
    {
        if (Standing == standing && (standing == JobStanding.Late || (NeededBy == neededBy && MayWait == mayWait)))
        {
            return false;
        }

        (Standing, WillBeNeededBy, MayWait) = (standing, neededBy, mayWait);
        return true;
    }
}
