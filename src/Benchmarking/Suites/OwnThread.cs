namespace PaDeNer.Benchmarking.Suites;

/// <summary>Runs what computes on a thread that is its own, as a lane's is: the pool's threads must not be bound to a core.</summary>
internal static class OwnThread
{
    public static Task<T> RunAsync<T>(Func<T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() =>
        {
            try
            {
                done.SetResult(work());
            }
#pragma warning disable CA1031 // The end of a thread: whatever ended it goes to whoever waits.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                done.SetException(failure);
            }
        })
        {
            IsBackground = true,
            Name = "measures",
        };
        thread.Start();
        return done.Task;
    }
}
