namespace PaDeNer.Testing.Brokers;

/// <summary>What a test needs of the machine: where it is missing the test is skipped with the reason, and fails where the run was asked to leave nothing out.</summary>
public static class Need
{
    private static readonly bool IsStrict = Environment.GetEnvironmentVariable("PADENER_REQUIRE") is { Length: > 0 };

    /// <summary>Skips the test, or fails it, unless something is there.</summary>
    /// <param name="isThere">Whether it is.</param>
    /// <param name="reason">What is missing and where it would come from.</param>
    public static void Be(bool isThere, string reason)
    {
        if (IsStrict)
        {
            Assert.True(isThere, reason);
        }

        Assert.SkipUnless(isThere, reason);
    }
}
