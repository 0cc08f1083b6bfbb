namespace PaDeNer.Batching.Admission;

/// <summary>
/// What documents cost and how much time they have left, as the lane that asks sees it. In whole nanoseconds: what many cost together is
/// the same in whatever order they are added up, so that whole branches of a tree can be told by their sums.
/// </summary>
internal readonly struct JobEstimate
{
    /// <summary>No deadline is farther away than this, a hundred days or so: as many lanes as there may be times it is still a number.</summary>
    public const long FarthestLeft = 10_000_000_000_000_000;

    private const double PerSecond = 1e9;

    /// <summary>Most of what any text takes, and most that a row of it adds: sums over a full queue stay numbers.</summary>
    private const double MostSeconds = 1000;
    private const double MostSecondsPerRow = 1;

    private readonly long _work;
    private readonly long _workPerRow;
    private readonly long _service;
    private readonly long _servicePerRow;
    private readonly long _now;
    private readonly double _perUnit;

    /// <summary>The estimate of a lane.</summary>
    /// <param name="request">What it asks with.</param>
    /// <param name="frequency">Units of a timestamp in a second.</param>
    public JobEstimate(in JobRequest request, long frequency)
    {
        _work = Whole(request.Forecast.Work.Seconds, MostSeconds);
        _workPerRow = Whole(request.Forecast.Work.SecondsPerRow, MostSecondsPerRow);
        _service = Whole(request.Forecast.Service.Seconds, MostSeconds);
        _servicePerRow = Whole(request.Forecast.Service.SecondsPerRow, MostSecondsPerRow);
        _now = request.Now;
        _perUnit = PerSecond / frequency;
    }

    /// <summary>A lane's time that documents cost together.</summary>
    /// <param name="documents">How many they are.</param>
    /// <param name="rows">Rows of their texts.</param>
    public long Work(int documents, long rows) => (documents * _work) + (rows * _workPerRow);

    /// <summary>From a document's begin to its end.</summary>
    public long Service(int rows) => _service + (rows * _servicePerRow);

    /// <summary>Until a timestamp that something is due at; never shorter for a later one.</summary>
    public long Left(long due) =>
        due == long.MaxValue ? FarthestLeft : Math.Clamp((long)((due - _now) * _perUnit), -FarthestLeft, FarthestLeft);

    private static long Whole(double seconds, double most) => (long)Math.Round(Math.Min(seconds, most) * PerSecond);
}
