using PaDeNer.Fuzzing.Coverage;
using PaDeNer.Fuzzing.Targets;

namespace PaDeNer.Fuzzing.Loop;

/// <summary>Executes inputs, one at a time.</summary>
/// <param name="target">What reads them.</param>
/// <param name="current">Keeps the input should the process end.</param>
/// <param name="watchdog">Ends the process should the target not return.</param>
internal sealed class Trial(FuzzTarget target, CurrentInput current, Watchdog watchdog)
{
    /// <summary>How often.</summary>
    public long Executions { get; private set; }

    /// <summary>Executes an input.</summary>
    /// <returns>What was wrong; null where nothing was.</returns>
    public Finding? Run(byte[] input)
    {
        Executions++;
        current.Set(input);
        TraceMemory.Clear();
        watchdog.Begin();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Finding? finding = null;
        try
        {
            target.Read(input);
        }
#pragma warning disable CA1031 // Whatever comes out is what is looked for.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            finding = Finding.Of(thrown);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        watchdog.End();
        return finding ?? (allocated > target.MostAllocated ? Finding.OfMemory(allocated) : null);
    }
}
