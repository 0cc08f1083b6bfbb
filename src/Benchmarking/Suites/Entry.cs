using PaDeNer.Benchmarking.Systems;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>A system in one configuration, as it takes part in a suite.</summary>
/// <param name="System">The system; the entry owns it.</param>
/// <param name="Configuration">How it uses the cores.</param>
internal sealed record Entry(ISystemUnderTest System, EngineConfiguration Configuration) : IAsyncDisposable
{
    /// <summary>Waits until its threads, which spin for a while after its last step, are out of the way of whoever comes next.</summary>
    public Task SettleAsync(TimeSpan settle, TimeProvider time, CancellationToken cancellationToken) =>
        Configuration.Threads > 1 ? Task.Delay(settle, time, cancellationToken) : Task.CompletedTask;

    public ValueTask DisposeAsync() => System.DisposeAsync();
}
