using PaDeNer.Benchmarking.Contenders;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>A contender in one shape, as it takes part in a suite.</summary>
/// <param name="Contender">The contender; the entry owns it.</param>
/// <param name="Shape">How it uses the cores.</param>
internal sealed record Entry(IContender Contender, EngineShape Shape) : IAsyncDisposable
{
    /// <summary>Waits until its threads, which spin for a while after its last step, are out of the way of whoever comes next.</summary>
    public Task SettleAsync(TimeSpan settle, TimeProvider time, CancellationToken cancellationToken) =>
        Shape.Threads > 1 ? Task.Delay(settle, time, cancellationToken) : Task.CompletedTask;

    public ValueTask DisposeAsync() => Contender.DisposeAsync();
}
