namespace PaDeNer.Testing.Streams;

/// <summary>Waits for what another thread does; ends as soon as it is so.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">Asked every few milliseconds.</param>
    /// <param name="what">What is waited for, in words.</param>
    /// <exception cref="TimeoutException">It does not hold after 20 seconds.</exception>
    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) >= Patience)
            {
                throw new TimeoutException($"Not so after {Patience}: {what}");
            }

            await Task.Delay(5);
        }
    }
}
