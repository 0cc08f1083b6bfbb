using PaDeNer.Batching.Admission;
using PaDeNer.Benchmarking.LlamaServer;
using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Reports;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>
/// Systems under load: saturation, goodput, and the comparison with llama-server. What cannot be measured on this machine is reported
/// with the reason.
/// </summary>
/// <param name="source">Creates the engines.</param>
/// <param name="ours">This daemon's system, as configured.</param>
/// <param name="settings">Numbers of documents and rounds, and time limits.</param>
/// <param name="note">Called with one line for people before each measurement.</param>
public sealed class ServingSuite(EngineSource source, PadenerOptions ours, ServingSettings settings, Action<string> note)
{
    private const int TuningInFlight = 16;

    /// <summary>Why a run of ours alone has no figures of others.</summary>
    private const string LeftOut = "left out by --quick; --serving has it measured";

    /// <summary>Documents offered while lanes look for their number: more than they take, so that the number is theirs.</summary>
    private int Offered => source.Cores * 32;

    /// <summary>Measures both.</summary>
    /// <param name="workload">The documents to decode; at least one.</param>
    /// <param name="model">The model's file, for llama-server.</param>
    /// <param name="scripts">The folder of the scripts that set llama-server up; null where there is none.</param>
    /// <param name="cancellationToken">Cancels the measurement.</param>
    public async Task<ServingFigures> RunAsync(Workload workload, string model, string? scripts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workload);
        using ThreadPacer pacer = new(source.Time, PreciseSleep.For);
        note("how much equal steps differ");
        double noise = await new StepNoiseMeter(source).MeasureAsync(settings.NoiseTime, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<InFlightPoint> inFlight = await InFlightAsync(workload, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<GoodputEntry> goodput = await GoodputAsync(workload, pacer, cancellationToken).ConfigureAwait(false);
        GoodputEntry mine = goodput[0];
        TimeSpan objective = mine.Goodput[0].Objective;
        IReadOnlyList<PolicyPoint> orders = await OrdersAsync(workload, pacer, mine.Saturation.DocumentsPerSecond, objective, cancellationToken).ConfigureAwait(false);
        ServingFigures figures = new()
        {
            Goodput = GoodputSection.Shares(goodput),
            StepTimeNoise = noise,
            InFlight = InFlightSuite.Figures(inFlight),
            Sections = [InFlightSection.Of(inFlight, Offered, workload.Name), GoodputSection.Of(goodput, workload.Name), PolicySection.Of(orders, objective, workload.Name)],
        };
        if (!settings.WithOthers)
        {
            return figures with { LlamaServerReason = LeftOut };
        }

        try
        {
            (LlamaServerResult result, IReadOnlyList<LlamaServerTrial> trials, string version) =
                await LlamaServerAsync(workload, model, scripts, pacer, cancellationToken).ConfigureAwait(false);
            return figures with
            {
                LlamaServer = result.Ratios,
                Sections = [.. figures.Sections, LlamaServerSection.Of(result, trials, version, workload.Name)],
            };
        }
#pragma warning disable CA1031 // Another program's: whatever it does must not cost what was measured before.
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return figures with { LlamaServerReason = error is LlamaServerUnavailableException ? error.Message : $"{error.GetType().Name}: {error.Message}" };
        }
    }

    private Task<IReadOnlyList<InFlightPoint>> InFlightAsync(Workload workload, CancellationToken cancellationToken) =>
        new InFlightSuite(settings, source.Time, note).RunAsync(
            (number, observer) => new PadenerSystem(workload.Template, source, ours with { DocumentsInFlight = number, Observer = observer }),
            Offered,
            workload.Documents,
            cancellationToken);

    private async Task<IReadOnlyList<GoodputEntry>> GoodputAsync(Workload workload, IPacer pacer, CancellationToken cancellationToken)
    {
        EngineConfiguration configuration = new(source.Cores, 1);
        GoodputSuite suite = new(settings, source.Time, pacer, note);
        ISystemUnderTest[] systems = settings.WithOthers
            ?
            [
                new PadenerSystem(workload.Template, source, ours),
                Baselines.PadellmBatch(workload.Template, source, configuration),
                Baselines.PerRequestSlots(workload.Template, source, configuration),
            ]
            : [new PadenerSystem(workload.Template, source, ours)];
        try
        {
            return await suite.RunAsync(systems, workload.Documents, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (ISystemUnderTest system in systems)
            {
                await system.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<IReadOnlyList<PolicyPoint>> OrdersAsync(
        Workload workload, IPacer pacer, double saturation, TimeSpan objective, CancellationToken cancellationToken)
    {
        PadenerSystem[] systems =
            [.. QueueOrders.ByName.Select(order => new PadenerSystem(workload.Template, source, ours with { Name = order.Key, Order = order.Value }))];
        try
        {
            return await new PolicySuite(settings, source.Time, pacer, note)
                .RunAsync(systems, workload.Documents, saturation, objective, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (PadenerSystem system in systems)
            {
                await system.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<(LlamaServerResult Result, IReadOnlyList<LlamaServerTrial> Trials, string Version)> LlamaServerAsync(
        Workload workload, string model, string? scripts, IPacer pacer, CancellationToken cancellationToken)
    {
        note("setting up llama-server");
        LlamaServerInstallation installation = await LlamaServerInstallation.SetUpAsync(
            scripts ?? throw new LlamaServerUnavailableException("The folder bench/ with the scripts that set llama-server up is not there: they are in a clone of the repository."),
            cancellationToken).ConfigureAwait(false);
        async Task<ISystemUnderTest> StartAsync(LlamaServerSettings way, CancellationToken token) =>
            await LlamaServerBaseline.StartAsync(installation, model, way, workload.Template, source.Time, token).ConfigureAwait(false);

        IReadOnlyList<RawRate> rates = await RawRatesAsync(installation, model, cancellationToken).ConfigureAwait(false);
        LlamaServerTuning tuning = new(source.Time, StartAsync, note);
        IReadOnlyList<LlamaServerTrial> trials = await tuning
            .RunAsync(LlamaServerSettings.Candidates(source.Cores), workload.Documents, TuningInFlight, settings.Tuning, cancellationToken).ConfigureAwait(false);
        PadenerSystem our = new(workload.Template, source, ours);
        await using (our.ConfigureAwait(false))
        {
            ISystemUnderTest plain = await StartAsync(LlamaServerSettings.Plain(source.Cores), cancellationToken).ConfigureAwait(false);
            await using (plain.ConfigureAwait(false))
            {
                ISystemUnderTest tuned = await StartAsync(LlamaServerTuning.Best(trials), cancellationToken).ConfigureAwait(false);
                await using (tuned.ConfigureAwait(false))
                {
                    LlamaServerResult result = await new LlamaServerSuite(settings, source.Time, pacer, note)
                        .RunAsync(our, plain, tuned, rates, workload.Documents, cancellationToken).ConfigureAwait(false);
                    return (result, trials, installation.Version);
                }
            }
        }
    }

    private RawRate RawRateOf(int threads)
    {
        source.Begin?.Invoke(0);
        using Decoding.Engine.IDecodeEngine engine = source.Create(threads, threads);
        return new RawRateMeter(source.Time).Measure(engine, "our libraries", threads);
    }

    /// <summary>Both builds with one thread and with all cores; without llama-server's where llama-bench does not work.</summary>
    private async Task<IReadOnlyList<RawRate>> RawRatesAsync(LlamaServerInstallation installation, string model, CancellationToken cancellationToken)
    {
        List<RawRate> rates = [];
        foreach (int threads in (int[])[.. new HashSet<int> { 1, source.Cores }])
        {
            note($"raw rates, threads: {threads}");
            rates.Add(await OwnThread.RunAsync(() => RawRateOf(threads)).ConfigureAwait(false));
            try
            {
                rates.Add(await LlamaBench.MeasureAsync(installation, model, threads, cancellationToken).ConfigureAwait(false));
            }
            catch (LlamaServerUnavailableException error)
            {
                note($"raw rate of llama-bench, threads: {threads}: {error.Message}");
            }
        }

        return rates;
    }
}
