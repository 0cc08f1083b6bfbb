using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.Decoding.Sequences;
using PaDeNer.LLamaSharp.Tests.Support;

namespace PaDeNer.LLamaSharp.Tests;

public class LentCoresTests
{
    [Theory]
    [InlineData(new[] { 0, 1, 2, 3 }, 0, 2, 2, new[] { 1 })]
    [InlineData(new[] { 0, 1, 2, 3 }, 2, 2, 2, new[] { 3 })]
    [InlineData(new[] { 4, 6, 8 }, 8, 3, 3, new[] { 4, 6 })]
    [InlineData(new[] { 0, 1, 2, 3 }, 1, 1, 3, new[] { 0, 2, 3 })]
    [InlineData(new[] { 0, 1 }, 1, 3, 3, new[] { 0, 1 })]
    public void Helpers_run_beside_a_pinned_lane_and_anywhere_else_where_it_borrows(int[] cores, int mine, int own, int most, int[] helpers) =>
        Assert.Equal(helpers, new LentCores(most, cores).ForHelpers([mine], own, most));

    [Fact]
    public void Where_the_lane_is_not_pinned_the_system_places_its_helpers() =>
        Assert.Empty(new LentCores(2, [0, 1]).ForHelpers([0, 1], 2, 2));

    /// <summary>A thread begins where the one that starts it may run: on a pinned lane's own core, where both would take turns.</summary>
    [Fact]
    public void Threads_of_a_pinned_lane_are_not_kept_on_its_core()
    {
        IReadOnlyList<int> cores = ThreadAffinity.AllowedCores();
        Assert.SkipUnless(cores.Count > 1 && Directory.Exists("/proc/self/task"), "Needs two cores and /proc.");
        using LlamaEngine engine = TestModels.Tiny.CreateEngine(new LlamaOptions { ModelPath = "loaded", Threads = 2 });
        string[] born = [];
        Thread lane = new(() =>
        {
            ThreadAffinity.PinCurrentThread(cores[0]);
            HashSet<string> before = [.. Directory.GetDirectories("/proc/self/task")];
            _ = new EngineDriver(engine).Alone([new TokenId(5), new TokenId(6)]);
            born = [.. Directory.GetDirectories("/proc/self/task").Where(task => !before.Contains(task)).Select(AllowedCoresOf)];
        });
        lane.Start();
        lane.Join();

        Assert.Contains($"{cores[1]}", born);
    }

    private static string AllowedCoresOf(string task) =>
        File.ReadLines(Path.Combine(task, "status")).First(static line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal)).Split(':')[1].Trim();
}
