namespace PaDeNer.Daemon.Tests.Streams;

/// <summary>Waits for what another thread does; ends as soon as it is so.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"Not so after {Patience}: {what}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
