using System.Reflection;
using System.Runtime.InteropServices;

namespace PaDeNer.Fuzzing.Coverage;

/// <summary>
/// Where instrumented code counts: it needs a place from its first call to the end of the process, and has none by itself. Found by name: an
/// assembly that refers to SharpFuzz's counters counts as instrumented already, and this one is still to be.
/// </summary>
internal static unsafe class TraceMemory
{
    private const int Size = 1 << 16;
    private static readonly object Nowhere = 0;
    private static readonly Type Trace = Assembly.Load("SharpFuzz.Common").GetType("SharpFuzz.Common.Trace", throwOnError: true)!;
    private static readonly FieldInfo PreviousLocation = Trace.GetField("PrevLocation")!;
    private static readonly byte* Memory = (byte*)NativeMemory.AllocZeroed(Size);

    /// <summary>The counters, one for each edge.</summary>
    public static Span<byte> Counts => new(Memory, Size);

    /// <summary>Gives instrumented code its place; before any of it is called.</summary>
    public static void Provide() => Trace.GetField("SharedMem")!.SetValue(null, Pointer.Box(Memory, typeof(byte*)));

    /// <summary>All counters at 0, and no place that the next edge comes from.</summary>
    public static void Clear()
    {
        Counts.Clear();
        PreviousLocation.SetValue(null, Nowhere);
    }
}
