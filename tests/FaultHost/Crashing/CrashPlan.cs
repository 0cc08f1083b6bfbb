using System.Globalization;
using System.Runtime.InteropServices;

namespace PaDeNer.FaultHost.Crashing;

/// <summary>
/// Where this process ends itself: <c>PADENER_CRASH_AT=before-commit:3</c> ends it by SIGKILL at the third passing of that point. Safe from any thread.
/// </summary>
public sealed class CrashPlan
{
    private const int Kill = 9;

    private readonly string? _point;
    private readonly int _count;
    private int _passed;

    private CrashPlan(string? point, int count) => (_point, _count) = (point, count);

    /// <summary>Reads the variable's value; null or empty is a process that lives.</summary>
    /// <exception cref="FormatException">It is no NAME:COUNT of a known name.</exception>
    public static CrashPlan Parse(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return new CrashPlan(null, 0);
        }

        string[] parts = value.Split(':');
        return parts.Length == 2
            && CrashPoint.OfStream.Concat(CrashPoint.OfTransactions).Contains(parts[0])
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && count > 0
                ? new CrashPlan(parts[0], count)
                : throw new FormatException($"PADENER_CRASH_AT is '{value}': it has to be NAME:COUNT with a name of CrashPoint and a count from 1.");
    }

    /// <summary>Whether this passing of a point is the one at which the process is to end. Counts it.</summary>
    public bool IsDue(string point) => point == _point && Interlocked.Increment(ref _passed) == _count;

    /// <summary>Passes a point: at the chosen one it does not return.</summary>
    public void Pass(string point)
    {
        if (IsDue(point))
        {
            End(point);
        }
    }

    /// <summary>Ends the process at once, as the kernel does it: no handler runs, nothing is written or closed.</summary>
    public static void End(string point)
    {
        Console.Error.WriteLine($"crash at {point}");
        _ = kill(Environment.ProcessId, Kill);
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Ends the process as native code does that finds itself broken.</summary>
    public static void Abort()
    {
        Console.Error.WriteLine("abort");
        abort();
    }

#pragma warning disable IDE1006, SYSLIB1054 // The C name; without generated code, which would be unsafe.
    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int pid, int signal);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void abort();
#pragma warning restore IDE1006, SYSLIB1054
}
