using PaDeNer.Benchmarking.Contenders;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>A contender in one shape, as it takes part in a suite.</summary>
/// <param name="Contender">The contender; the entry owns it.</param>
/// <param name="Shape">How it uses the cores.</param>
internal sealed record Entry(IContender Contender, EngineShape Shape) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Contender.DisposeAsync();
}
