namespace PaDeNer.Batching.Scheduling;

/// <summary>The policies there are, by name.</summary>
public static class BatchingPolicies
{
    /// <summary>Every policy.</summary>
    public static IReadOnlyList<IBatchingPolicy> All { get; } = [new LeastSlackPolicy(), new EarliestDeadlinePolicy(), new ArrivalOrderPolicy()];

    /// <summary>Looks a policy up; null where there is none of that name.</summary>
    public static IBatchingPolicy? Find(string name) => All.FirstOrDefault(policy => string.Equals(policy.Name, name, StringComparison.Ordinal));
}
