using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PaDeNer.Batching;
using PaDeNer.Daemon.Commands.Extracting;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Decoding.Entities;
using PaDeNer.Simulation;
using PaDeNer.Streaming.Formats;
using PaDeNer.Streaming.Ingress;

namespace PaDeNer.Tools.Planning;

/// <summary>Runs documents through this machine's lanes and writes what its steps took as a profile.</summary>
internal static class ProfileRecording
{
    /// <summary>Runs and writes.</summary>
    /// <param name="arguments">Which documents, and where to.</param>
    /// <param name="configuration">Model, lanes and packing.</param>
    /// <param name="stop">Ends it early; nothing is written then.</param>
    public static async Task<DeviceProfile> RunAsync(PlanArguments arguments, DaemonConfiguration configuration, CancellationToken stop)
    {
        DaemonSettings.Require(configuration, DaemonSettings.DecodingSections);
        using ServiceProvider options = DaemonSettings.Options(configuration);
        using ILoggerFactory logs = LogSetup.ForResults(configuration);
        using Extractor extractor = ExtractorLoader.Load(configuration, logs, stop: stop);
        BatchingOptions batching = options.Get<BatchingOptions>().FillingBeforeStep();
        ProfileRecorder recorder = new();
        ExtractSettings settings = new()
        {
            SkipBad = true,
            Reading = options.Get<IngressOptions>().ReaderSettings() with { Format = InputFormat.Auto },
            Batching = batching,
            IncludeTiming = false,
            Writer = new EntityWriter(extractor.Identity, OffsetUnit.CodePoint, includeText: false),
        };
        await using System.IO.Stream raw = ExtractFiles.OpenInput(arguments.Documents!);
        (System.IO.Stream input, bool isCompressed) = await CompressedInput.OpenAsync(raw, stop).ConfigureAwait(false);
        ExtractTally tally = new();
        Task<BadLine?> run = ExtractRun.RunAsync(extractor, settings, input, System.IO.Stream.Null, tally, TimeProvider.System, stop, recorder);
        await ExtractProgress.ShowAsync(
            run, tally, ExtractFiles.LengthOf(arguments.Documents!), isCompressed ? () => raw.Position : () => tally.Bytes, TimeProvider.System).ConfigureAwait(false);
        await run.ConfigureAwait(false);
        string name = Path.GetFileNameWithoutExtension(arguments.Record!);
        DeviceProfile profile = recorder.Profile(
            name,
            extractor.Device,
            extractor.Profile.Name,
            $"padener plan --record {name}.json --documents {Path.GetFileName(arguments.Documents)}",
            extractor.Layout.Lanes,
            extractor.Engines[0].Capacity,
            Math.Min(batching.RowsPerStep, extractor.Engines[0].Capacity.RowsPerStep),
            extractor.Settings.Limits.WindowTokens);
        ProfileFiles.Write(arguments.Record!, profile);
        return profile;
    }
}
