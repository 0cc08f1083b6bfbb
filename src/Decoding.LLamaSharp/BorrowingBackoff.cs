namespace PaDeNer.Decoding.LLamaSharp;

/// <summary>
/// Tells whether borrowed cores are worth it. Threads of a step wait for each other at every layer: where another program runs on a
/// borrowed core, a step takes many times as long as on the lane's own core alone. One such step, and borrowing rests for a while, longer each time.
/// Used by one thread.
/// </summary>
internal sealed class BorrowingBackoff
{
    /// <summary>A step with borrowed cores that takes this many times as long as one without did harm.</summary>
    private const double Harm = 1.5;

    private const double Smoothing = 0.2;
    private const int RowsOfAClass = 8;
    private const int Classes = 16;
    private const int SamplesWanted = 2;
    private const int StepsOfTrust = 32;
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);

    private readonly double[] _ownSecondsPerRow = new double[Classes];
    private readonly int[] _ownSamples = new int[Classes];
    private TimeSpan _rest = ShortestRest;
    private TimeSpan _restsUntil;
    private int _goodSteps;

    /// <summary>Whether a step may borrow.</summary>
    /// <param name="rows">Rows of the step; 1 or more.</param>
    /// <param name="now">Time on any clock that only goes forward.</param>
    public bool Allows(int rows, TimeSpan now) => now >= _restsUntil && _ownSamples[ClassOf(rows)] >= SamplesWanted;

    /// <summary>A step has ended.</summary>
    /// <param name="rows">Its rows; 1 or more.</param>
    /// <param name="borrowed">Whether it computed on more than its lane's own cores.</param>
    /// <param name="took">How long it took.</param>
    /// <param name="now">Time on the same clock.</param>
    public void Took(int rows, bool borrowed, TimeSpan took, TimeSpan now)
    {
        int size = ClassOf(rows);
        double secondsPerRow = took.TotalSeconds / rows;
        if (!borrowed)
        {
            _ownSecondsPerRow[size] += (secondsPerRow - _ownSecondsPerRow[size]) * (_ownSamples[size] == 0 ? 1 : Smoothing);
            _ownSamples[size] = Math.Min(_ownSamples[size] + 1, SamplesWanted);
        }
        else if (secondsPerRow > Harm * _ownSecondsPerRow[size])
        {
            _restsUntil = now + _rest;
            _rest = TimeSpan.FromTicks(Math.Min(LongestRest.Ticks, _rest.Ticks * 2));
            _goodSteps = 0;
        }
        else if (++_goodSteps >= StepsOfTrust)
        {
            _rest = TimeSpan.FromTicks(Math.Max(ShortestRest.Ticks, _rest.Ticks / 2));
            _goodSteps = 0;
        }
    }

    private static int ClassOf(int rows) => Math.Min((rows - 1) / RowsOfAClass, Classes - 1);
}
