using System.Runtime.InteropServices;

namespace PaDeNer.Decoding.LLamaSharp.Interop;

/// <summary>
/// The threads beside a lane's own. LLamaSharp's libraries compute on OpenMP's: those belong to the thread that needs them first, begin on
/// its cores and stay. A thread that is woken is put beside the one that woke it, and where that one is pinned and waits for it, both share
/// a core for milliseconds; so they are started while the lane's thread stands on theirs.
/// </summary>
/// <param name="own">Threads the lane always has, its own included.</param>
/// <param name="most">Most threads it ever has.</param>
/// <param name="cores">The cores that the model's engines share.</param>
internal sealed unsafe partial class HelperThreads(int own, int most, LentCores cores)
{
    private static readonly Lazy<(nint Parallel, nint Nothing)> OpenMp = new(static () =>
        NativeLibrary.TryLoad("libgomp.so.1", out nint openMp)
        && NativeLibrary.TryGetExport(openMp, "GOMP_parallel", out nint parallel)
        && NativeLibrary.TryLoad("libc.so.6", out nint c)
        && NativeLibrary.TryGetExport(c, "sched_yield", out nint nothing)
            ? (parallel, nothing)
            : default);

    private IReadOnlyList<int> _laneCores = [];
    private IReadOnlyList<int> _helperCores = [];
    private int _team;
    private int _lane;

    /// <summary>
    /// Has OpenMP's threads spin for some microseconds where they wait for each other and then sleep, unless the environment says
    /// otherwise. By default they spin for milliseconds, at each of some hundred barriers of a step: where another program or lane uses a
    /// core, a step then takes a hundred times as long. Sleeping at once costs an idle machine most of what the second thread brings
    /// (docs/design/native-seam.md has the figures). To be called before the libraries are loaded, as OpenMP reads this once.
    /// </summary>
    public static void SpinBriefly()
    {
        if (OperatingSystem.IsLinux()
            && Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null && Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is null)
        {
            // .NET's own environment is a copy, which native code does not see. Without the policy, threads of several lanes would spin
            // for a tenth of the count as soon as there are more of them than cores.
            _ = setenv("OMP_WAIT_POLICY", "active", overwrite: 0);
            _ = setenv("GOMP_SPINCOUNT", "1000", overwrite: 0);
        }
    }

    /// <summary>Prepares a step of so many threads on the calling thread: starts those that are missing.</summary>
    /// <param name="threads">Threads that will compute, the calling one included; 1 leaves the others asleep.</param>
    public void Gather(int threads)
    {
        if (_lane != Environment.CurrentManagedThreadId)
        {
            Meet();
        }

        if (threads > Math.Max(1, _team))
        {
            Start(threads);
        }

        // A smaller team lets the others end.
        _team = threads > 1 ? threads : _team;
    }

    /// <summary>
    /// A thread computes here for the first time: only it can tell which core is its own. Another one, such as one that warmed the engine
    /// up, had a team of its own. All are started at once, so that later steps allocate nothing.
    /// </summary>
    private void Meet()
    {
        _lane = Environment.CurrentManagedThreadId;
        _laneCores = ThreadAffinity.AllowedCores();
        _helperCores = most > 1 ? cores.ForHelpers(_laneCores, own, most) : [];
        if (most > 1)
        {
            Start(most);
            _team = most;
        }
    }

    private void Start(int threads)
    {
        // Somebody's own build without OpenMP starts threads at each step, and there is nothing to prepare.
        if (_helperCores.Count == 0 || OpenMp.Value is not { Parallel: not 0 } openMp)
        {
            return;
        }

        // Where moving is not allowed, threads beside the lane's own are slow and not wrong, which is the back-off's to find out.
        _ = ThreadAffinity.KeepCurrentThreadOn(_helperCores);
        _ = ThreadSlice.Lengthen(forThoseItStarts: true);
        ((delegate* unmanaged[Cdecl]<nint, nint, uint, uint, void>)openMp.Parallel)(openMp.Nothing, 0, (uint)threads, 0);
        _ = ThreadSlice.Lengthen();
        _ = ThreadAffinity.KeepCurrentThreadOn(_laneCores);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
