using PaDeNer.Faults.Tests.Tests;
using Xunit.Sdk;
using Xunit.v3;

namespace PaDeNer.Faults.Tests.Runs;

/// <summary>Classes whose tests take long begin first, so that at the end none of them runs on alone; the others in any order.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [nameof(BrokerTests), nameof(CrashPointTests), nameof(ClusterTests), nameof(NetworkTests), nameof(MembershipTests)];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(static one => Array.FindIndex(Long, name => one.TestCollectionDisplayName.Contains($".{name} ", StringComparison.Ordinal)) is >= 0 and var place ? place : Long.Length)];
}
