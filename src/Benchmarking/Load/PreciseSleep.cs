using System.Runtime.InteropServices;

namespace PaDeNer.Benchmarking.Load;

/// <summary>
/// Sleeps to the tenth of a millisecond. What .NET has sleeps for whole milliseconds; and a thread that gives its core away over and over
/// instead is put behind everybody who computes, by milliseconds. Linux only; elsewhere whole milliseconds have to do.
/// </summary>
internal static class PreciseSleep
{
    /// <summary>Sleeps for so long, or a little longer; may return early where a signal ends it.</summary>
    /// <param name="time">How long; not at all where it is not above zero.</param>
    public static void For(TimeSpan time)
    {
        if (time <= TimeSpan.Zero)
        {
            return;
        }

        if (!OperatingSystem.IsLinux())
        {
            using ManualResetEventSlim never = new();
            never.Wait(TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds)));
            return;
        }

        Moment moment = new() { Seconds = (nint)(long)time.TotalSeconds, Nanoseconds = (nint)(time.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick) };
        _ = nanosleep(moment, 0);
    }

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int nanosleep(in Moment time, nint left);

    [StructLayout(LayoutKind.Sequential)]
    private struct Moment
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
