using System.Runtime.InteropServices;

namespace PaDeNer.Decoding.LLamaSharp.Interop;

/// <summary>
/// The threads beside a lane's own. LLamaSharp's libraries compute on OpenMP's: those belong to the thread that needs them first, begin on
/// its cores and stay. A thread that is woken is put beside the one that woke it, and where that one is pinned and waits for it, both share
/// a core for milliseconds; so they are started while the lane's thread stands on theirs.
/// </summary>
internal static unsafe partial class HelperThreads
{
    private static readonly Lazy<(nint Parallel, nint Nothing)> OpenMp = new(static () =>
        NativeLibrary.TryLoad("libgomp.so.1", out nint openMp)
        && NativeLibrary.TryGetExport(openMp, "GOMP_parallel", out nint parallel)
        && NativeLibrary.TryLoad("libc.so.6", out nint c)
        && NativeLibrary.TryGetExport(c, "sched_yield", out nint nothing)
            ? (parallel, nothing)
            : default);

    /// <summary>
    /// Has OpenMP's threads sleep where they wait for each other, unless the environment says otherwise. By default they spin for
    /// milliseconds, at each of some hundred barriers of a step: where another program or lane uses a core, a step then takes a hundred
    /// times as long (docs/design/native-seam.md has the figures). To be called before the libraries are loaded, as OpenMP reads this once.
    /// </summary>
    public static void SleepWhileWaiting()
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null)
        {
            // .NET's own environment is a copy, which native code does not see.
            _ = setenv("GOMP_SPINCOUNT", "0", overwrite: 0);
        }
    }

    /// <summary>Starts what is missing of so many threads, the calling one included, on these cores.</summary>
    /// <param name="threads">Threads that will compute; 2 or more.</param>
    /// <param name="cores">Cores for the others; empty to leave them to the system.</param>
    public static void Start(int threads, IReadOnlyList<int> cores)
    {
        // Somebody's own build without OpenMP starts threads at each step, and there is nothing to prepare.
        if (cores.Count == 0 || OpenMp.Value is not { Parallel: not 0 } openMp)
        {
            return;
        }

        IReadOnlyList<int> own = ThreadAffinity.AllowedCores();

        // Where moving is not allowed, threads beside the lane's own are slow and not wrong, which is the judge's to find out.
        _ = ThreadAffinity.KeepCurrentThreadOn(cores);
        _ = ThreadSlice.Lengthen(forThoseItStarts: true);
        ((delegate* unmanaged[Cdecl]<nint, nint, uint, uint, void>)openMp.Parallel)(openMp.Nothing, 0, (uint)threads, 0);
        _ = ThreadSlice.Lengthen();
        _ = ThreadAffinity.KeepCurrentThreadOn(own);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
