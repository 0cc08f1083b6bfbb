using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PaDeNer.Batching;
using PaDeNer.Batching.Admission;
using PaDeNer.Benchmarking.Reports;
using PaDeNer.Benchmarking.Suites;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;
using PaDeNer.Daemon.Commands;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Simulation;
using PaDeNer.Tools.Planning;

namespace PaDeNer.Tools.Benchmarking;

/// <summary>Loads the model, draws the documents, measures, reports.</summary>
internal static class BenchRun
{
    /// <summary>Runs the suites.</summary>
    public static async Task<int> RunAsync(BenchRequest request, DaemonConfiguration configuration, CancellationToken stop)
    {
        DaemonSettings.Require(configuration, DaemonSettings.DecodingSections);
        using ServiceProvider options = DaemonSettings.Options(configuration);
        using ILoggerFactory logs = LogSetup.ForResults(configuration);
        using LoadedModel model = EngineFactory.Load(
            options.Get<ModelOptions>(), options.Get<LaneOptions>(), options.Get<BatchingOptions>(), configuration.File, logs.CreateLogger("llama.cpp"), stop);
        (string device, int sequenceTokens) = Look(model);
        MachineDescription machine = await BenchMachine.DescribeAsync(model, device, TimeProvider.System.GetUtcNow(), stop).ConfigureAwait(false);
        IReadOnlyList<Workload> workloads = await BenchData.ReadAsync(request, BuilderOf(options.Get<ModelOptions>(), model, sequenceTokens), stop).ConfigureAwait(false);
        if (workloads.Count == 0)
        {
            await Console.Error.WriteLineAsync($"padener bench: no text of {request.Data} fits {model.Profile.Name}, which takes {sequenceTokens} tokens.").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        Note(!request.Quiet && request.IsSample, AnnotatedSamples.Notice($"{AnnotatedSamples.Place} ({string.Join(", ", workloads.Select(static workload => workload.Name))})"));
        ProfileRecorder? recorder = request.RecordProfile is null ? null : new();
        ComparisonResult comparison = await CompareAsync(request, options, model, workloads, recorder, stop).ConfigureAwait(false);
        if (recorder is not null)
        {
            Record(request.RecordProfile!, recorder, model, options.Get<BatchingOptions>(), device);
        }

        ServingFigures serving = await ServeAsync(request, options, model, workloads[0], stop).ConfigureAwait(false);
        await BenchOutput.WriteAsync(request, new BenchReport(machine, comparison, serving) { Data = request.Source }).ConfigureAwait(false);
        return ExitCode.Success;
    }

    private static async Task<ComparisonResult> CompareAsync(
        BenchRequest request, ServiceProvider options, LoadedModel model, IReadOnlyList<Workload> workloads, ProfileRecorder? recorder, CancellationToken stop)
    {
        EngineSource source = SourceOf(model);
        CountedProgress progress = new("decodings", ComparisonSuite.Work(request.Settings, source.Cores, workloads), TimeProvider.System);
        bool notes = !request.Quiet && Console.IsErrorRedirected;
        ComparisonSuite suite = new(source, OursOf(options, model) with { Observer = recorder }, request.Settings, note => Note(notes, note), progress.Add);
        Task<ComparisonResult> running = Task.Run(() => suite.RunAsync(workloads, stop), stop);
        if (!request.Quiet)
        {
            await progress.ShowAsync(running).ConfigureAwait(false);
        }

        return await running.ConfigureAwait(false);
    }

    /// <summary>The first dataset under load, and llama-server beside ours.</summary>
    private static Task<ServingFigures> ServeAsync(BenchRequest request, ServiceProvider options, LoadedModel model, Workload workload, CancellationToken stop)
    {
        string? scripts = InstallationPaths.Find(Path.Combine("bench", "setup-llama-server.sh")) is { } script ? Path.GetDirectoryName(script) : null;
        ServingSuite suite = new(SourceOf(model), OursOf(options, model), request.Serving, note => Note(!request.Quiet, note));
        return Task.Run(() => suite.RunAsync(workload, model.Facts!.Path, scripts, stop), stop);
    }

    private static EngineSource SourceOf(LoadedModel model) => new(
        (threads, whenAlone) => model.CreateEngine(model.LaneSize with { Threads = threads, ThreadsWhenAlone = whenAlone }),
        model.Layout.Lanes * model.Layout.ThreadsPerLane,
        core => EngineFactory.BeginComputing(model.Layout, core),
        TimeProvider.System)
    {
        CreateForOneSequence = threads => model.CreateEngine(new EngineSize(threads, threads, Slots: 1)),
    };

    private static void Record(string path, ProfileRecorder recorder, LoadedModel model, BatchingOptions batching, string device)
    {
        using IDecodeEngine engine = model.CreateEngine(model.LaneSize);
        EngineCapacity capacity = engine.Capacity;
        string name = Path.GetFileNameWithoutExtension(path);
        ProfileFiles.Write(path, recorder.Profile(
            name,
            device,
            model.Profile.Name,
            $"padener bench --record-profile {name}.json",
            model.Layout.Lanes,
            capacity,
            Math.Min(batching.RowsPerStep, capacity.RowsPerStep),
            capacity.SequenceTokens / 2));
    }

    private static void Note(bool wanted, string note)
    {
        if (wanted)
        {
            Console.Error.WriteLine(note);
        }
    }

    private static (string Device, int SequenceTokens) Look(LoadedModel model)
    {
        using IDecodeEngine engine = model.CreateEngine(model.LaneSize);
        return (engine.Device, engine.Capacity.SequenceTokens);
    }

    private static WorkloadBuilder BuilderOf(ModelOptions options, LoadedModel model, int sequenceTokens)
    {
        string name = options.Template == ModelOptions.Auto ? model.Profile.Template ?? CompactTemplate.TemplateName : options.Template;
        return new WorkloadBuilder(
            model.Tokenizer, sequenceTokens, (tokenizer, labels) => PromptTemplates.Create(name, tokenizer, model.Profile.LabelsAreOpen ? model.Profile : model.Profile with { Labels = labels, LabelDescriptions = [] }));
    }

    private static PadenerOptions OursOf(ServiceProvider options, LoadedModel model)
    {
        ModelOptions asked = options.Get<ModelOptions>();
        BatchingOptions batching = options.Get<BatchingOptions>();
        ExtractionOptions extraction = options.Get<ExtractionOptions>();
        return new PadenerOptions
        {
            Mode = asked.Decoding switch
            {
                "free" => DecodingMode.Free,
                "verbatim" => DecodingMode.Verbatim,
                _ => model.Profile.Decoding ?? DecodingMode.Free,
            },
            ProbabilityOverCandidates = model.Profile.ProbabilityOverCandidates ?? false,
            DraftTokens = extraction.DraftTokens,
            ForcedSeparator = extraction.ForcedSeparator,
            Configuration = new EngineConfiguration(model.Layout.Lanes, model.Layout.ThreadsPerLane),
            ThreadsWhenAlone = model.Layout.ThreadsWhenAlone,
            RowsPerStep = batching.RowsPerStep,
            DocumentsInFlight = batching.DocumentsInFlight,
            Order = QueueOrders.ByName[options.Get<LaneOptions>().Order],
            MaxMentionsPerLabel = extraction.MaxMentionsPerLabel,
            MaxMentionTokens = extraction.MaxMentionTokens,
        };
    }
}
