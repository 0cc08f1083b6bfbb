using System.Globalization;
using PaDeNer.Daemon.Commands;
using Spectre.Console;

namespace PaDeNer.Tools;

/// <summary>A progress bar over a known number of things, with rate and remaining time, on standard error, where a person watches; otherwise nothing.</summary>
/// <param name="noun">What is counted, in the plural.</param>
/// <param name="total">How many there are.</param>
/// <param name="time">The clock.</param>
internal sealed class CountedProgress(string noun, long total, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private long _done;

    /// <summary>How many are done.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>One more is done.</summary>
    public void Add() => Interlocked.Increment(ref _done);

    /// <summary>Shows progress while a run is under way; returns when it has ended, however it ended.</summary>
    public async Task ShowAsync(Task run)
    {
        if (Console.IsErrorRedirected)
        {
            await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        ProgressColumn[] columns = [new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()];
        await ErrorConsole.Create().Progress().AutoClear(true).HideCompleted(false).Columns(columns).StartAsync(async context =>
        {
            ProgressTask bar = context.AddTask("starting", maxValue: Math.Max(1, total));
            long started = time.GetTimestamp();
            while (!run.IsCompleted)
            {
                bar.Value = Done;
                double seconds = time.GetElapsedTime(started).TotalSeconds;
                bar.Description = string.Create(CultureInfo.InvariantCulture, $"{Done:N0} of {total:N0} {noun}, {Done / Math.Max(seconds, 0.001):N0}/s");
                await Task.WhenAny(run, Task.Delay(Interval, time)).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
    }
}
