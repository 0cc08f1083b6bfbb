using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.Decoding.Sequences;
using PaDeNer.LLamaSharp.Tests.Support;

namespace PaDeNer.LLamaSharp.Tests;

/// <summary>What the seam promises, tried on a model. Prompts are cut from one long text of tokens.</summary>
public abstract class DecodeEngineContract
{
    private const string Story =
        "on the third of may the inspector went to the inn at dover and the others ran to the station in the rain "
        + "there an old man and his daughter handed him the letter and the ring and he read it on the train to london "
        + "where a crowd had gathered at the bank since noon to hear that the president of the board was neither there nor in paris";

    /// <summary>The model under test.</summary>
    protected abstract LlamaModel Model { get; }

    /// <summary>How far log-probabilities may move when the same rows are batched otherwise.</summary>
    protected abstract float Tolerance { get; }

    private TokenId[] Text => Model.Tokenizer.Tokenize(Story);

    [Fact]
    public void Suffixes_in_the_step_of_their_shared_prefix_choose_as_each_prompt_alone()
    {
        using LlamaEngine engine = Create();
        EngineDriver driver = new(engine);
        TokenId[] document = Text[..40];
        TokenId[][] suffixes = [Text[3..5], Text[9..14], Text[12..13], Text[20..29]];

        driver.Begin().Rows(document, 0, 0, 1, 2, 3);
        for (int slot = 0; slot < suffixes.Length; slot++)
        {
            driver.Rows(suffixes[slot], document.Length, slot).Output();
        }

        TokenChoice[] together = driver.Run();
        Assert.Equal(document.Length + suffixes.Sum(static suffix => suffix.Length), engine.CellsInUse);
        driver.Begin().Trim(1).Trim(2).Trim(3).Run();
        for (int slot = 0; slot < suffixes.Length; slot++)
        {
            AssertNearlyEqual(driver.Alone([.. document, .. suffixes[slot]]), together[slot]);
        }
    }

    [Fact]
    public void An_engine_for_one_sequence_chooses_as_one_for_many()
    {
        using LlamaEngine many = Create();
        using LlamaEngine one = Create(static options => options with { Slots = 1 });
        TokenId[] document = Text[..24];
        EngineDriver[] drivers = [new(many), new(one)];
        for (int step = 0; step < 6; step++)
        {
            TokenChoice[] choices = [.. drivers.Select(driver =>
            {
                driver.Begin();
                return (step == 0 ? driver.Rows(document, 0, 0) : driver.Rows([Text[30 + step]], document.Length + step - 1, 0)).Output().Run()[0];
            })];

            AssertNearlyEqual(choices[0], choices[1]);
        }

        drivers[1].Begin().Trim(0, 10).Rows(Text[10..12], 10, 0).Output();
        AssertNearlyEqual(new EngineDriver(many).Alone(Text[..12]), drivers[1].Run()[0]);
    }

    [Fact]
    public void Sequences_that_share_a_prefix_go_on_token_by_token_as_each_alone()
    {
        using LlamaEngine engine = Create();
        EngineDriver driver = new(engine);
        TokenId[] document = Text[..30];
        TokenId[][] sequences = [Text[3..12], Text[9..18], Text[12..21]];
        driver.Begin().Rows(document, 0, 0, 1, 2).Run();
        List<TokenChoice[]> steps = [];
        for (int step = 0; step < sequences[0].Length; step++)
        {
            driver.Begin();
            for (int slot = 0; slot < sequences.Length; slot++)
            {
                driver.Rows([sequences[slot][step]], document.Length + step, slot).Output();
            }

            steps.Add(driver.Run());
        }

        driver.Begin().Trim(1).Trim(2).Run();
        for (int slot = 0; slot < sequences.Length; slot++)
        {
            AssertNearlyEqual(driver.Alone([.. document, .. sequences[slot]]), steps[^1][slot]);
        }
    }

    [Fact]
    public void A_copied_prefix_goes_its_own_way()
    {
        using LlamaEngine engine = Create();
        EngineDriver driver = new(engine);
        driver.Begin().Rows(Text[..20], 0, 0).Run();
        TokenChoice[] copies = driver.Begin()
            .Copy(0, 5, 20).Copy(0, 6, 12)
            .Rows(Text[3..6], 20, 5).Output()
            .Rows(Text[30..36], 12, 6).Output()
            .Rows(Text[20..24], 20, 0).Output()
            .Run();

        Assert.Equal(20 + 3 + 6 + 4, engine.CellsInUse);
        driver.Begin().Trim(5).Trim(6).Trim(0).Run();
        Assert.Equal(0, engine.CellsInUse);
        AssertNearlyEqual(driver.Alone([.. Text[..20], .. Text[3..6]]), copies[0]);
        AssertNearlyEqual(driver.Alone([.. Text[..12], .. Text[30..36]]), copies[1]);
        AssertNearlyEqual(driver.Alone(Text[..24]), copies[2]);
    }

    [Fact]
    public void A_copy_outlives_its_source()
    {
        using LlamaEngine engine = Create();
        EngineDriver driver = new(engine);
        driver.Begin().Rows(Text[..20], 0, 0).Run();
        driver.Begin().Copy(0, 1, 20).Run();
        driver.Begin().Trim(0).Run();
        Assert.Equal(20, engine.CellsInUse);
        TokenChoice continued = driver.Begin().Rows(Text[20..25], 20, 1).Output().Run()[0];
        driver.Begin().Trim(1).Run();

        AssertNearlyEqual(driver.Alone(Text[..25]), continued);
    }

    [Fact]
    public void A_trimmed_slot_forgets_and_is_fed_anew()
    {
        using LlamaEngine engine = Create();
        EngineDriver driver = new(engine);
        driver.Begin().Rows(Text[..25], 0, 0).Run();
        TokenChoice other = driver.Begin().Trim(0, 10).Rows(Text[30..40], 10, 0).Output().Run()[0];
        TokenChoice back = driver.Begin().Trim(0, 10).Rows(Text[10..25], 10, 0).Output().Run()[0];

        AssertNearlyEqual(driver.Alone([.. Text[..10], .. Text[30..40]]), other);
        AssertNearlyEqual(driver.Alone(Text[..25]), back);
    }

    [Fact]
    public void Every_row_of_a_slot_may_be_an_output()
    {
        using LlamaEngine engine = Create();
        EngineDriver driver = new(engine);
        driver.Begin();
        for (int position = 0; position < 30; position++)
        {
            driver.Rows([Text[position]], position, 0).Output();
        }

        TokenChoice[] all = driver.Run();
        for (int length = 1; length <= all.Length; length++)
        {
            AssertNearlyEqual(driver.Alone(Text[..length]), all[length - 1]);
        }
    }

    [Fact]
    public void A_step_in_small_physical_batches_chooses_the_same()
    {
        using LlamaEngine whole = Create();
        using LlamaEngine sliced = Create(static options => options with { PhysicalBatch = 16 });
        TokenChoice[] Run(LlamaEngine engine) => new EngineDriver(engine).Begin()
            .Rows(Text[..40], 0, 0, 1).Output().Rows(Text[3..20], 40, 0).Output().Rows(Text[7..9], 40, 1).Output().Run();

        Assert.All(Run(whole).Zip(Run(sliced)), pair => AssertNearlyEqual(pair.First, pair.Second));
    }

    [Fact]
    public void The_choice_among_candidates_is_the_likeliest_of_them()
    {
        using LlamaEngine engine = Create();
        EngineDriver driver = new(engine);
        TokenId[] candidates = [.. Text[..12].Distinct()];
        float[] logProbabilities = driver.LogProbabilities(Text[..20], candidates);
        TokenId best = candidates[Array.IndexOf(logProbabilities, logProbabilities.Max())];
        double sum = logProbabilities.Sum(static value => Math.Exp(value));

        TokenChoice[] choices = driver.Begin().Trim(0).Rows(Text[..20], 0, 0)
            .Output(ChoiceScope.Candidates, candidates)
            .Output(ChoiceScope.CandidatesOverVocabulary, candidates)
            .Output(ChoiceScope.Vocabulary)
            .Run();

        Assert.Equal([best, best], choices[..2].Select(static choice => choice.Token));
        Assert.Equal(logProbabilities.Max() - Math.Log(sum), choices[0].LogProbability, 1e-4);
        Assert.Equal(logProbabilities.Max(), choices[1].LogProbability, 1e-4);
        Assert.True(choices[2].LogProbability >= choices[1].LogProbability);
    }

    [Fact]
    public void The_cache_can_be_filled_to_the_last_cell_and_no_further()
    {
        using LlamaEngine engine = Create(static options => options with { KvCells = 256, RowsPerStep = 100, OutputsPerStep = 10 });
        EngineDriver driver = new(engine);
        TokenId[] row = [Text[0]];
        for (int slot = 0; slot < 8; slot++)
        {
            driver.Begin().Rows(Text[..32], 0, slot).Output().Run();
        }

        Assert.Equal(engine.Capacity.KvCells, engine.CellsInUse);
        Assert.Equal(StepStatus.NoKvSpace, driver.Begin().Rows(row, 32, 3).Output().Execute());
        Assert.Equal(256, engine.CellsInUse);

        // A hole of one cell in the middle is enough for one row, and a step may use what it frees itself.
        driver.Begin().Trim(5, 31).Rows(row, 32, 3).Output().Run();
        Assert.Equal(256, engine.CellsInUse);
        TokenChoice after = driver.Begin().Trim(0).Trim(1).Trim(2).Rows(Text[..60], 0, 0).Output().Run()[0];
        AssertNearlyEqual(new EngineDriver(engine).Alone(Text[..60]), after);
    }

    [Fact]
    public void A_step_that_does_not_fit_leaves_no_row_behind_and_keeps_its_moves()
    {
        // In slices of 16 rows: the first of them would fit.
        using LlamaEngine engine = Create(static options => options with { KvCells = 256, RowsPerStep = 128, OutputsPerStep = 10, PhysicalBatch = 16 });
        EngineDriver driver = new(engine);
        for (int slot = 0; slot < 5; slot++)
        {
            driver.Begin().Rows(Text[..50], 0, slot).Run();
        }

        Assert.Equal(StepStatus.NoKvSpace, driver.Begin().Trim(4, 36).Rows(Text[..21], 0, 5).Output().Execute());
        Assert.Equal(236, engine.CellsInUse);

        TokenChoice last = driver.Begin().Rows(Text[..20], 0, 5).Output().Run()[0];
        Assert.Equal(256, engine.CellsInUse);
        driver.Begin().Trim(0).Trim(1).Trim(2).Run();
        AssertNearlyEqual(driver.Alone(Text[..20]), last);
    }

    [Fact]
    public void All_slots_can_run_at_once()
    {
        using LlamaEngine engine = Create(static options => options with { Slots = 256, OutputsPerStep = 256 });
        EngineDriver driver = new(engine);
        int[] slots = [.. Enumerable.Range(0, 256)];
        driver.Begin().Rows(Text[..10], 0, slots);
        foreach (int slot in slots)
        {
            driver.Rows([Text[slot % 20]], 10, slot).Output();
        }

        TokenChoice[] choices = driver.Run();
        Assert.Equal(10 + 256, engine.CellsInUse);
        for (int slot = 20; slot < 256; slot++)
        {
            AssertNearlyEqual(choices[slot % 20], choices[slot]);
        }
    }

    [Fact]
    public void A_plan_without_rows_only_moves()
    {
        using LlamaEngine engine = Create();
        EngineDriver driver = new(engine);
        Assert.Empty(driver.Begin().Run());
        driver.Begin().Rows(Text[..5], 0, 0).Run();
        Assert.Empty(driver.Begin().Copy(0, 1, 5).Run());
        Assert.Empty(driver.Begin().Trim(0).Trim(1).Run());
        Assert.Equal(0, engine.CellsInUse);
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        using LlamaEngine engine = Create();
        EngineDriver driver = new(engine);
        TokenId[] candidates = Text[..10];
        driver.Begin().Trim(2).Trim(1).Trim(0).Rows(Text[..20], 0, 0, 1).Output(ChoiceScope.Candidates, candidates).Rows(Text[4..7], 20, 1).Output();
        for (int step = 0; step < 40; step++)
        {
            engine.Execute(driver.Plan, driver.Result);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 100; step++)
        {
            engine.Execute(driver.Plan, driver.Result);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Engines_of_one_model_work_on_their_own_threads_and_agree()
    {
        _ = Model; // Skips the test on its own thread where there is none.
        List<TokenChoice>[] choices = [[], []];
        Exception?[] faults = new Exception?[2];
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(lane => new Thread(() => faults[lane] = Record.Exception(() => RunLane(choices[lane]))))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());

        Assert.All(faults, Assert.Null);
        Assert.Equal(choices[0], choices[1]);

        void RunLane(List<TokenChoice> into)
        {
            using LlamaEngine engine = Create();
            EngineDriver driver = new(engine);
            for (int document = 0; document < 25; document++)
            {
                into.AddRange(driver.Begin().Trim(0).Trim(1)
                    .Rows(Text[document..(document + 20)], 0, 0, 1).Rows(Text[..3], 20, 0).Output().Rows(Text[5..9], 20, 1).Output().Run());
            }
        }
    }

    [Fact]
    public void Several_threads_compute_what_one_computes()
    {
        using LlamaEngine one = Create();
        using LlamaEngine two = Create(static options => options with { Threads = 2 });
        Assert.Contains("2 threads", two.Device, StringComparison.Ordinal);
        AssertNearlyEqual(new EngineDriver(one).Alone(Text[..50]), new EngineDriver(two).Alone(Text[..50]));
    }

    [Fact]
    public void An_illegal_plan_changes_nothing()
    {
        using LlamaEngine engine = Create();
        EngineDriver driver = new(engine);
        driver.Begin().Rows(Text[..20], 0, 0, 1).Run();

        // The last row is wrong; the trim and the copy before it must not have happened.
        driver.Begin().Trim(1, 5).Copy(0, 2, 10).Rows(Text[..3], 5, 1).Rows([new TokenId(Model.Tokenizer.VocabularySize)], 10, 2);
        Assert.Throws<EngineFaultException>(() => driver.Execute());
        Assert.Equal(20, engine.CellsInUse);

        TokenChoice[] choices = driver.Begin().Rows(Text[20..25], 20, 0, 1).Output().Run();
        driver.Begin().Trim(1).Run();
        AssertNearlyEqual(driver.Alone(Text[..25]), choices[0]);
    }

    [Fact]
    public void A_long_run_of_random_plans_is_carried_out_without_a_refusal()
    {
        using LlamaEngine engine = Create(static options => options with { KvCells = 256, Slots = 12, RowsPerStep = 64, OutputsPerStep = 64 });
        RandomPlans plans = new(engine, Text, seed: 7);
        for (int step = 0; step < 400; step++)
        {
            Assert.Equal(StepStatus.Ok, plans.ExecuteNext());
        }

        Assert.True(plans.FullestCells > 240, $"The cache held at most {plans.FullestCells} of 256 cells: the plans were too tame.");
    }

    /// <summary>An engine for a test; small, so that many can live beside each other.</summary>
    protected LlamaEngine Create(Func<LlamaOptions, LlamaOptions>? change = null)
    {
        LlamaOptions options = new() { ModelPath = "loaded", KvCells = 1024, RowsPerStep = 320, OutputsPerStep = 64, Slots = 16 };
        return Model.CreateEngine(change is null ? options : change(options));
    }

    private void AssertNearlyEqual(TokenChoice expected, TokenChoice actual)
    {
        Assert.Equal(expected.LogProbability, actual.LogProbability, Tolerance);
        if (expected.Margin > 2 * Tolerance)
        {
            Assert.Equal(expected.Token, actual.Token);
        }
    }
}
