using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Tests.Support;
using PaDeNer.Benchmarking.Workloads;
using PaDeNer.Decoding.Engine;

namespace PaDeNer.Benchmarking.Tests.Systems;

public class BaselineTests
{
    private static readonly EngineConfiguration One = new(1, 1);

    /// <summary>Begin of text, Ada, met, Bob: four tokens, and the label's one.</summary>
    private const int LabelPrompt = 5;

    [Fact]
    public async Task Padellm_batch_computes_every_prompt_in_full()
    {
        Bench bench = new();
        Workload workload = bench.AdaMetBob();
        await using ISystemUnderTest batch = Baselines.PadellmBatch(workload.Template, bench.Source(), One);

        await batch.SubmitAsync(workload.Documents[0], null, TestContext.Current.CancellationToken);

        // Counts of two labels in one step; two mentions in one step; their one token each, which the end follows.
        Assert.Equal((3, (2 * LabelPrompt) + (2 * (LabelPrompt + 2)) + 2), (batch.Counters.Steps, batch.Counters.TokenEvaluations));
    }

    [Theory]
    [InlineData(true, "[Ada | PER] met [Bob | PER]")]
    [InlineData(false, "((PER): (Ada), (PER): (Bob), (LOC): (NULL))")]
    public async Task An_autoregressive_answer_takes_a_step_a_token(bool augmented, string answer)
    {
        Bench bench = new();
        Workload workload = bench.AdaMetBob();
        int forOneSequence = 0;
        EngineSource source = bench.Source();
        source = source with
        {
            CreateForOneSequence = threads =>
            {
                forOneSequence++;
                return source.Create(threads, threads);
            },
        };
        await using ISystemUnderTest system = augmented
            ? Baselines.AutoregressiveAugmented(workload.Template, source, One)
            : Baselines.AutoregressiveStructured(workload.Template, source, One);

        await system.SubmitAsync(workload.Documents[0], null, TestContext.Current.CancellationToken);

        int tokens = bench.Tokenizer.Tokenize(answer).Length;
        Assert.Equal((1 + tokens, LabelPrompt + tokens), (system.Counters.Steps, system.Counters.TokenEvaluations));
        Assert.Equal(1, forOneSequence);
        Assert.Equal(tokens + 1, Baselines.GeneratedTokens(system.Name, workload.Documents[0], workload.Template));
    }

    [Theory]
    [InlineData(32, 3, 10 + 5 + 2)] // counts; mention 1 after the label's own prompt, mention 2 after the other label's text; their tokens
    [InlineData(1, 6, 5 + 1 + 2 + 1 + 1 + 1)] // LOC; PER after the text; mention 1 after the label, its token; mention 2 after the count, its token
    public async Task A_slot_reuses_the_prefix_it_holds(int slots, int steps, int rows)
    {
        Bench bench = new();
        Workload workload = bench.AdaMetBob();
        await using ISystemUnderTest server = Baselines.PerRequestSlots(workload.Template, bench.Source(), One, slots);

        await server.SubmitAsync(workload.Documents[0], null, TestContext.Current.CancellationToken);

        Assert.Equal((steps, rows), (server.Counters.Steps, server.Counters.TokenEvaluations));
    }

    [Theory]
    [InlineData(4096, 32)]
    [InlineData(300, 32)] // cells run short: idle slots are emptied, requests wait
    [InlineData(300, 3)]
    public async Task Slots_never_run_out_of_cells(int cells, int slots)
    {
        Bench bench = new();
        Workload workload = bench.Random(3, 30);
        EngineCapacity small = new(32, cells, 64, 64, 512);
        await using ISystemUnderTest server = Baselines.PerRequestSlots(workload.Template, bench.Source(small), new EngineConfiguration(2, 1), slots);

        await Task.WhenAll(workload.Documents.Select(document => server.SubmitAsync(document, null, TestContext.Current.CancellationToken)));

        // One of the two may have been given everything.
        Assert.All(bench.Engines, engine => Assert.InRange(engine.HighMark, 0, cells));
        Assert.Contains(bench.Engines, static engine => engine.HighMark > 0);
    }

    [Fact]
    public async Task A_batch_too_large_for_the_cells_runs_in_waves()
    {
        Bench bench = new();
        Workload workload = bench.Random(5, 30);
        EngineCapacity small = new(4, 200, 64, 64, 512);
        await using ISystemUnderTest batch = Baselines.PadellmBatch(workload.Template, bench.Source(small), One);

        await Task.WhenAll(workload.Documents.Select(document => batch.SubmitAsync(document, null, TestContext.Current.CancellationToken)));

        Assert.InRange(bench.Engines[0].HighMark, 1, 200);
    }

    [Fact]
    public async Task A_failing_engine_fails_the_documents_in_work_and_in_line()
    {
        Bench bench = new();
        Workload workload = bench.Random(5, 6);
        EngineSource source = bench.Source() with { Create = (_, _) => new FailingEngine() };
        foreach (ISystemUnderTest system in new[]
        {
            Baselines.PadellmBatch(workload.Template, source, One),
            Baselines.PerRequestSlots(workload.Template, source, One),
        })
        {
            await using ISystemUnderTest owned = system;
            Task[] submitted = [.. workload.Documents.Select(document => owned.SubmitAsync(document, null, TestContext.Current.CancellationToken))];
            foreach (Task submission in submitted)
            {
                await Assert.ThrowsAnyAsync<Exception>(() => submission);
            }
        }
    }
}
