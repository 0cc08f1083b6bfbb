using PaDeNer.Batching.Execution;
using PaDeNer.Daemon.Extraction;

namespace PaDeNer.Daemon.Commands.Extracting;

/// <summary>One file through the engine.</summary>
internal static class ExtractRun
{
    /// <summary>Runs to the end of the input or to the first bad line; results before it are written.</summary>
    /// <returns>The bad line that ended the run; null where none did.</returns>
    public static Task<BadLine?> RunAsync(
        Extractor extractor,
        ExtractSettings settings,
        System.IO.Stream input,
        System.IO.Stream output,
        ExtractTally tally,
        TimeProvider time,
        CancellationToken stop,
        IStepObserver? observer = null)
    {
        LinesInFlight lines = new();
        return EngineRun.RunAsync(
            EngineRun.SettingsOf(extractor, settings.Batching, time, observer),
            (submit, abandon) => new LineFeed(extractor.Labels, settings, submit, lines, tally, time).RunAsync(input, abandon),
            (outcomes, abandon) => new ResultSink(settings, lines, tally).RunAsync(outcomes, output, abandon),
            stop);
    }
}
