namespace PaDeNer.Testing.Runs;

/// <summary>How much a test tries: its short form always, its long form with './padener test --slow'.</summary>
public static class RunLength
{
    private static readonly bool IsSlow = Environment.GetEnvironmentVariable("PADENER_SLOW_TESTS") is { Length: > 0 };

    /// <summary>What this run is to try: a number, or several.</summary>
    public static T Of<T>(T usual, T slow) => IsSlow ? slow : usual;
}
