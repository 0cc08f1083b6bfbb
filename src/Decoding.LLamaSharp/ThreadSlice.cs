using System.Runtime.InteropServices;

namespace PaDeNer.Decoding.LLamaSharp;

/// <summary>
/// How long a thread that computes may keep its core while another one wants it. Lanes keep all cores busy; a thread that reads, plans or
/// publishes wakes for a moment, and would wait for the end of a lane's slice, milliseconds. Linux lets whoever has the shorter slice
/// go first when it wakes (EEVDF, from 6.12 on), so lanes take long ones: their share of the core stays the same, and others are at once
/// where they are needed. Needs no privilege. Older kernels take the wish and ignore it; elsewhere nothing happens.
/// </summary>
public static unsafe partial class ThreadSlice
{
    /// <summary>The slice of a computing thread: several times everybody else's, and no longer than a neighbour can wait for its share.</summary>
    public static readonly TimeSpan OfComputing = TimeSpan.FromMilliseconds(20);

    private const int Normal = 0;
    private const int Batch = 3;
    private const ulong ResetOnFork = 1;

    /// <summary>The calling thread's slice; zero where the system does not tell.</summary>
    public static TimeSpan OfCurrentThread => Read() is { } attributes ? TimeSpan.FromMicroseconds(attributes.Runtime / 1000.0) : TimeSpan.Zero;

    /// <summary>Gives the calling thread a long slice; leaves priority and policy as they are.</summary>
    /// <param name="forThoseItStarts">
    /// Whether threads that it starts from now on have one too. Beware: the run time starts workers of its pool from whatever thread has
    /// work for them.
    /// </param>
    /// <returns>Whether the system took it. A thread of a policy without slices keeps what it has.</returns>
    public static bool Lengthen(bool forThoseItStarts = false)
    {
        if (Read() is not { Policy: Normal or Batch } attributes)
        {
            return false;
        }

        attributes.Flags = forThoseItStarts ? attributes.Flags & ~ResetOnFork : attributes.Flags | ResetOnFork;
        attributes.Runtime = (ulong)OfComputing.TotalNanoseconds;
        return syscall(SetAttributes, 0, &attributes, 0, 0) == 0;
    }

    /// <summary>The numbers of sched_setattr and sched_getattr, for which not every C library has functions; -1 where they are not known.</summary>
    private static long SetAttributes => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 314,
        Architecture.Arm64 => 274,
        _ => -1,
    };

    private static long GetAttributes => SetAttributes + 1;

    private static Attributes? Read()
    {
        if (!OperatingSystem.IsLinux() || SetAttributes < 0)
        {
            return null;
        }

        Attributes attributes = default;
        return syscall(GetAttributes, 0, &attributes, (uint)sizeof(Attributes), 0) == 0 ? attributes : null;
    }

    /// <summary>Both calls: the size is the last argument but one of sched_getattr, and sched_setattr ends with its flags, which are none.</summary>
    [LibraryImport("libc")]
    private static partial long syscall(long number, int thread, Attributes* attributes, uint sizeOrFlags, uint flags);

    /// <summary>struct sched_attr as of Linux 3.14, which every later kernel takes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Attributes
    {
        public uint Size;
        public uint Policy;
        public ulong Flags;
        public int Nice;
        public uint Priority;
        public ulong Runtime;
        public ulong Deadline;
        public ulong Period;
    }
}
