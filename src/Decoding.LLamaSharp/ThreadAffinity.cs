using System.Runtime.InteropServices;

namespace PaDeNer.Decoding.LLamaSharp;

/// <summary>
/// Binds the calling thread to a core. A lane of one thread computes on the thread that calls its engine, and is fastest when that
/// thread stays where it is. Only for threads of one's own, never for those of the pool. Linux only; elsewhere nothing happens.
/// </summary>
public static partial class ThreadAffinity
{
    private const int MaskBytes = 128;

    /// <summary>The cores this thread may run on, lowest first; empty where that cannot be found out.</summary>
    public static unsafe IReadOnlyList<int> AllowedCores()
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        byte* mask = stackalloc byte[MaskBytes];
        NativeMemory.Clear(mask, MaskBytes);
        if (sched_getaffinity(0, MaskBytes, mask) < 0)
        {
            return [];
        }

        List<int> cores = [];
        for (int core = 0; core < MaskBytes * 8; core++)
        {
            if ((mask[core / 8] & (1 << (core % 8))) != 0)
            {
                cores.Add(core);
            }
        }

        return cores;
    }

    /// <summary>Binds the calling thread to a core.</summary>
    /// <param name="core">One of <see cref="AllowedCores"/>.</param>
    /// <returns>Whether it worked.</returns>
    public static bool PinCurrentThread(int core) => KeepCurrentThreadOn([core]);

    /// <summary>Keeps the calling thread, and threads that it starts from now on, on these cores.</summary>
    /// <param name="allowed">Some of <see cref="AllowedCores"/>.</param>
    /// <returns>Whether it worked.</returns>
    internal static unsafe bool KeepCurrentThreadOn(IReadOnlyList<int> allowed)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        byte* mask = stackalloc byte[MaskBytes];
        NativeMemory.Clear(mask, MaskBytes);

        // By index: it may be called within a step, which allocates nothing.
        for (int index = 0; index < allowed.Count; index++)
        {
            int core = allowed[index];
            if (core is < 0 or >= MaskBytes * 8)
            {
                return false;
            }

            mask[core / 8] |= (byte)(1 << (core % 8));
        }

        return sched_setaffinity(0, MaskBytes, mask) == 0;
    }

    [LibraryImport("libc")]
    private static unsafe partial int sched_getaffinity(int thread, nuint size, byte* mask);

    [LibraryImport("libc")]
    private static unsafe partial int sched_setaffinity(int thread, nuint size, byte* mask);
}
