namespace PaDeNer.Fuzzing.Targets;

/// <summary>What the loop itself is tested on; none of them is among those that run by default.</summary>
internal sealed class TrapTarget(string name, Action<byte[]> trap) : FuzzTarget
{
    public override string Name => name;

    public override IReadOnlyList<byte[]> Seeds => [new byte[8]];

    public override IReadOnlyList<byte[]> Words => [];

    /// <summary>A maze, and each way to end badly.</summary>
    public static IEnumerable<FuzzTarget> All() =>
    [
        new TrapTarget("trap-maze", Maze.Walk),
        new TrapTarget("trap-stack", static input => _ = Deep(input, input.Length > 8 ? 0 : 1)),
        new TrapTarget("trap-loop", static input => Endless(input.Length > 8)),
        new TrapTarget("trap-memory", static input => GC.KeepAlive(new byte[input.Length > 8 ? 64 * 1024 * 1024 : 1])),
        new TrapTarget("trap-nothing", static _ => { }),
    ];

    public override void Read(byte[] input) => trap(input);

    private static int Deep(byte[] input, int end) => end == 1 ? input.Length : Deep(input, end) + Deep(input, end);

    private static void Endless(bool isTrapped)
    {
        while (isTrapped)
        {
            Thread.SpinWait(1);
        }
    }
}
