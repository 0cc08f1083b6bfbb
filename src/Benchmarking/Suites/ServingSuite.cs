using PaDeNer.Batching.Scheduling;
using PaDeNer.Benchmarking.Contenders;
using PaDeNer.Benchmarking.Load;
using PaDeNer.Benchmarking.Peers;
using PaDeNer.Benchmarking.Reports;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>
/// Contenders under load: how much of what they can do they can do in time, and ours beside llama-server. What cannot be measured here is
/// reported with the reason.
/// </summary>
/// <param name="source">Where engines come from.</param>
/// <param name="ours">Ours as the daemon is configured.</param>
/// <param name="settings">How much is measured.</param>
/// <param name="note">Is told what is being measured.</param>
public sealed class ServingSuite(EngineSource source, OurOptions ours, ServingSettings settings, Action<string> note)
{
    private const int TuningInFlight = 16;

    /// <summary>Why a run of ours alone has no figures of others.</summary>
    private const string LeftOut = "left out by --quick; --serving has it measured";

    /// <summary>Documents offered while lanes look for their number: more than they take, so that the number is theirs.</summary>
    private int Offered => source.Cores * 32;

    /// <summary>Measures both.</summary>
    /// <param name="workload">What is decoded.</param>
    /// <param name="model">The model's file, for the peer.</param>
    /// <param name="scripts">The folder of the peer's scripts; null where there is none.</param>
    /// <param name="cancellationToken">Ends it early.</param>
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
            Goodput = GoodputChapter.Shares(goodput),
            StepTimeNoise = noise,
            InFlight = InFlightSuite.Figures(inFlight),
            Chapters = [InFlightChapter.Of(inFlight, Offered, workload.Name), GoodputChapter.Of(goodput, workload.Name), PolicyChapter.Of(orders, objective, workload.Name)],
        };
        if (!settings.WithOthers)
        {
            return figures with { LlamaServerReason = LeftOut };
        }

        try
        {
            (PeerResult result, IReadOnlyList<PeerTrial> trials, string version) =
                await PeerAsync(workload, model, scripts, pacer, cancellationToken).ConfigureAwait(false);
            return figures with
            {
                LlamaServer = result.Ratios,
                Chapters = [.. figures.Chapters, PeerChapter.Of(result, trials, version, workload.Name)],
            };
        }
#pragma warning disable CA1031 // Another program's: whatever it does must not cost what was measured before.
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return figures with { LlamaServerReason = error is PeerUnavailableException ? error.Message : $"{error.GetType().Name}: {error.Message}" };
        }
    }

    private Task<IReadOnlyList<InFlightPoint>> InFlightAsync(Workload workload, CancellationToken cancellationToken) =>
        new InFlightSuite(settings, source.Time, note).RunAsync(
            (number, observer) => new OurContender(workload.Template, source, ours with { DocumentsInFlight = number, Observer = observer }),
            Offered,
            workload.Documents,
            cancellationToken);

    private async Task<IReadOnlyList<GoodputEntry>> GoodputAsync(Workload workload, IPacer pacer, CancellationToken cancellationToken)
    {
        EngineShape shape = new(source.Cores, 1);
        GoodputSuite suite = new(settings, source.Time, pacer, note);
        IContender[] contenders = settings.WithOthers
            ?
            [
                new OurContender(workload.Template, source, ours),
                Baselines.PadellmBatch(workload.Template, source, shape),
                Baselines.PerRequestSlots(workload.Template, source, shape),
            ]
            : [new OurContender(workload.Template, source, ours)];
        try
        {
            return await suite.RunAsync(contenders, workload.Documents, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (IContender contender in contenders)
            {
                await contender.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<IReadOnlyList<PolicyPoint>> OrdersAsync(
        Workload workload, IPacer pacer, double saturation, TimeSpan objective, CancellationToken cancellationToken)
    {
        OurContender[] contenders =
            [.. BatchingPolicies.All.Select(policy => new OurContender(workload.Template, source, ours with { Name = policy.Name, Policy = policy }))];
        try
        {
            return await new PolicySuite(settings, source.Time, pacer, note)
                .RunAsync(contenders, workload.Documents, saturation, objective, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (OurContender contender in contenders)
            {
                await contender.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<(PeerResult Result, IReadOnlyList<PeerTrial> Trials, string Version)> PeerAsync(
        Workload workload, string model, string? scripts, IPacer pacer, CancellationToken cancellationToken)
    {
        note("setting up llama-server");
        PeerInstallation peer = await PeerInstallation.SetUpAsync(
            scripts ?? throw new PeerUnavailableException("The folder bench/ with the scripts that set llama-server up is not there: they are in a clone of the repository."),
            cancellationToken).ConfigureAwait(false);
        async Task<IContender> StartAsync(PeerSettings way, CancellationToken token) =>
            await PeerContender.StartAsync(peer, model, way, workload.Template, source.Time, token).ConfigureAwait(false);

        IReadOnlyList<RawRate> rates = await RawRatesAsync(peer, model, cancellationToken).ConfigureAwait(false);
        PeerTuning tuning = new(source.Time, StartAsync, note);
        IReadOnlyList<PeerTrial> trials = await tuning
            .RunAsync(PeerSettings.Candidates(source.Cores), workload.Documents, TuningInFlight, settings.Tuning, cancellationToken).ConfigureAwait(false);
        OurContender our = new(workload.Template, source, ours);
        await using (our.ConfigureAwait(false))
        {
            IContender plain = await StartAsync(PeerSettings.Plain(source.Cores), cancellationToken).ConfigureAwait(false);
            await using (plain.ConfigureAwait(false))
            {
                IContender tuned = await StartAsync(PeerTuning.Best(trials), cancellationToken).ConfigureAwait(false);
                await using (tuned.ConfigureAwait(false))
                {
                    PeerResult result = await new PeerSuite(settings, source.Time, pacer, note)
                        .RunAsync(our, plain, tuned, rates, workload.Documents, cancellationToken).ConfigureAwait(false);
                    return (result, trials, peer.Version);
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

    /// <summary>Both builds with one thread and with all cores; without the peer's where llama-bench does not work.</summary>
    private async Task<IReadOnlyList<RawRate>> RawRatesAsync(PeerInstallation peer, string model, CancellationToken cancellationToken)
    {
        List<RawRate> rates = [];
        foreach (int threads in (int[])[.. new HashSet<int> { 1, source.Cores }])
        {
            note($"raw rates, threads: {threads}");
            rates.Add(await OwnThread.RunAsync(() => RawRateOf(threads)).ConfigureAwait(false));
            try
            {
                rates.Add(await LlamaBench.MeasureAsync(peer, model, threads, cancellationToken).ConfigureAwait(false));
            }
            catch (PeerUnavailableException error)
            {
                note($"raw rate of llama-bench, threads: {threads}: {error.Message}");
            }
        }

        return rates;
    }
}
