namespace PaDeNer.Testing.Runs;

/// <summary>How much a test tries: its short form always, its long form with './padener test --slow'.</summary>
public static class RunLength
{
    private static readonly bool IsSlow = Environment.GetEnvironmentVariable("PADENER_SLOW_TESTS") is { Length: > 0 };

    /// <summary>The number that this run is to try.</summary>
    public static int Of(int usual, int slow) => IsSlow ? slow : usual;
}
