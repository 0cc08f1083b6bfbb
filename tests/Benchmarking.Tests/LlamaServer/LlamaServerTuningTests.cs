using PaDeNer.Benchmarking.LlamaServer;
using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Tests.Load;
using PaDeNer.Testing.Time;

namespace PaDeNer.Benchmarking.Tests.LlamaServer;

public class LlamaServerTuningTests
{
    private static readonly ClosedLoopSettings Settings = new() { WarmUpDocuments = 8, Documents = 40 };

    [Fact]
    public void The_fastest_way_is_taken_and_one_that_does_not_run_is_told_of()
    {
        LlamaServerSettings plain = LlamaServerSettings.Plain(2);
        IReadOnlyList<LlamaServerTrial> trials = Try(
            [plain with { Slots = 1 }, plain with { Slots = 4 }, plain with { Slots = 2 }, plain with { Slots = 64 }]);

        Assert.Equal([100.0, 400.0, 200.0, null], trials.Select(static trial => trial.Result is { } result ? Math.Round(result.DocumentsPerSecond) : (double?)null));
        Assert.Equal("too many slots", trials[3].Reason);
        Assert.Equal((4, LlamaServerSettings.TunedName), (LlamaServerTuning.Best(trials).Slots, LlamaServerTuning.Best(trials).Name));
    }

    [Fact]
    public void Where_no_way_runs_there_is_no_tuned_peer()
    {
        IReadOnlyList<LlamaServerTrial> trials = Try([LlamaServerSettings.Plain(2) with { Slots = 64 }]);

        LlamaServerUnavailableException error = Assert.Throws<LlamaServerUnavailableException>(() => LlamaServerTuning.Best(trials));
        Assert.Contains("too many slots", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Candidates_differ_and_use_the_threads_they_are_given(int threads)
    {
        IReadOnlyList<LlamaServerSettings> candidates = LlamaServerSettings.Candidates(threads);

        Assert.Equal(candidates.Count, candidates.Select(static candidate => string.Join(' ', candidate.ServerArguments) + candidate.OneSlotPerDocument).Distinct().Count());
        Assert.Equal(candidates.Count, candidates.Select(static candidate => candidate.Description).Distinct().Count());
        Assert.Contains($"-t {threads} -tb {threads}", string.Join(' ', candidates[0].ServerArguments), StringComparison.Ordinal);
    }

    /// <summary>As many servers as slots, up to 32.</summary>
    private static IReadOnlyList<LlamaServerTrial> Try(IReadOnlyList<LlamaServerSettings> candidates)
    {
        SimulatedTime time = new();
        LlamaServerTuning tuning = new(
            time,
            (settings, _) => settings.Slots > 32
                ? throw new LlamaServerUnavailableException("too many slots")
                : Task.FromResult<ISystemUnderTest>(new QueueSystem(time, settings.Slots, TimeSpan.FromMilliseconds(10))),
            static _ => { });
        return time.Run(tuning.RunAsync(candidates, ForcedDocuments.Some, 8, Settings, TestContext.Current.CancellationToken));
    }
}
