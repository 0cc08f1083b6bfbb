using System.Globalization;
using Spectre.Console;

namespace PaDeNer.Daemon.Commands.Extracting;

/// <summary>A progress bar with rate and remaining time, on standard error, where a person watches; otherwise nothing.</summary>
internal static class ExtractProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Shows progress while a run is under way.</summary>
    /// <param name="run">The run.</param>
    /// <param name="tally">What it has done.</param>
    /// <param name="length">Bytes of input; null where not known.</param>
    /// <param name="passed">How many of them are passed; asked only where the length is known.</param>
    /// <param name="time">The clock.</param>
    public static async Task ShowAsync(Task run, ExtractTally tally, long? length, Func<long> passed, TimeProvider time)
    {
        if (Console.IsErrorRedirected)
        {
            await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        IAnsiConsole console = ErrorConsole.Create();
        ProgressColumn[] columns = length is null
            ? [new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ElapsedTimeColumn()]
            : [new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()];
        await console.Progress().AutoClear(true).HideCompleted(false).Columns(columns).StartAsync(async context =>
        {
            ProgressTask bar = context.AddTask("starting", maxValue: Math.Max(1, length ?? 1));
            bar.IsIndeterminate = length is null;
            long started = time.GetTimestamp();
            while (!run.IsCompleted)
            {
                bar.Value = length is null ? 0 : Math.Min(passed(), length.Value);
                double seconds = time.GetElapsedTime(started).TotalSeconds;
                double rate = tally.Documents / Math.Max(seconds, 0.001);
                bar.Description = string.Create(CultureInfo.InvariantCulture, $"{tally.Documents:N0} documents, {rate:N0}/s");
                await Task.WhenAny(run, Task.Delay(Interval, time)).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
    }
}
