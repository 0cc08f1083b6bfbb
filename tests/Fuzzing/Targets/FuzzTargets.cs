namespace PaDeNer.Fuzzing.Targets;

/// <summary>All targets by name.</summary>
internal static class FuzzTargets
{
    /// <summary>The readers of input that strangers write.</summary>
    public static IReadOnlyList<FuzzTarget> Readers { get; } =
        [new GgufTarget(), new DocumentTarget(), new PointerTarget(), new RequestTarget(), .. DatasetTarget.All(), new PredictionTarget(), new JournalTarget(), new OffsetsTarget()];

    /// <summary>Finds one, traps among them; null where there is none.</summary>
    public static FuzzTarget? Find(string name) => Readers.Concat(TrapTarget.All()).FirstOrDefault(target => target.Name == name);
}
