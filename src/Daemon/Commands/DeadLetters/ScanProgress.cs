using System.Globalization;

namespace PaDeNer.Daemon.Commands.DeadLetters;

/// <summary>Says on standard error how far a long scan is: every second in one line where a person watches, otherwise a line every ten seconds.</summary>
/// <param name="output">Where to.</param>
/// <param name="watched">Whether a person watches.</param>
/// <param name="offsets">How many offsets there are to pass.</param>
/// <param name="time">The clock.</param>
internal sealed class ScanProgress(TextWriter output, bool watched, long offsets, TimeProvider time)
{
    private static readonly TimeSpan WatchedInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(10);

    private readonly long _began = time.GetTimestamp();
    private long _told = time.GetTimestamp();
    private bool _onLine;
    private int _width;

    /// <summary>Tells, where it is time to.</summary>
    /// <param name="read">Records that were read.</param>
    /// <param name="meant">Those of them that were asked for.</param>
    public void Tell(long read, long meant)
    {
        if (time.GetElapsedTime(_told) < (watched ? WatchedInterval : LineInterval))
        {
            return;
        }

        _told = time.GetTimestamp();
        string text = string.Create(CultureInfo.InvariantCulture, $"{read:N0} of {offsets:N0} records read, {meant:N0} of them are meant; {Rate(read):N0}/s, {Left(read)} left");
        if (watched)
        {
            _onLine = true;
            output.Write($"\r{text.PadRight(_width)}");
            _width = text.Length;
        }
        else
        {
            output.WriteLine(text);
        }
    }

    private double Rate(long read) => read / Math.Max(0.001, time.GetElapsedTime(_began).TotalSeconds);

    private string Left(long read) => read == 0
        ? "no telling what is"
        : TimeSpan.FromSeconds(Math.Ceiling(Math.Max(0, offsets - read) / Rate(read))).ToString("c", CultureInfo.InvariantCulture);

    /// <summary>Makes room for what follows.</summary>
    public void Clear()
    {
        if (_onLine)
        {
            _onLine = false;
            output.Write($"\r{new string(' ', _width)}\r");
        }
    }
}
