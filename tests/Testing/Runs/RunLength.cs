namespace PaDeNer.Testing.Runs;

/// <summary>
/// How much a test tries: its short form always, its long form with './padener test --slow', a tenth of the short one under
/// './padener test --mutation', where the same tests run hundreds of times.
/// </summary>
public static class RunLength
{
    private static readonly bool IsSlow = IsSet("PADENER_SLOW_TESTS");
    private static readonly bool IsMutation = IsSet("PADENER_MUTATION");

    /// <summary>The number that this run is to try; 1 or more where the usual one is.</summary>
    public static int Of(int usual, int slow) => IsSlow ? slow : IsMutation ? (usual + 9) / 10 : usual;

    /// <summary>What a test has to have come upon, so that it is known to try something: the number for the usual run, or of a tenth of it, which may be unlucky.</summary>
    public static int Least(int usual) => IsMutation ? usual / 20 : usual;

    private static bool IsSet(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 };
}
