using System.Diagnostics;

namespace PaDeNer.Daemon.Telemetry;

/// <summary>
/// Makes a document's span the current one while something is measured, so that the measurement's exemplar carries it: the thread has none of
/// its own. Costs nothing without a span.
/// </summary>
internal readonly ref struct WithTrace
{
    private readonly Activity? _before;
    private readonly bool _isSet;

    /// <summary>From now on.</summary>
    public WithTrace(Activity? trace)
    {
        if (trace is not null)
        {
            (_before, _isSet) = (Activity.Current, true);
            Activity.Current = trace;
        }
    }

    /// <summary>As before.</summary>
    public void Dispose()
    {
        if (_isSet)
        {
            Activity.Current = _before;
        }
    }
}
