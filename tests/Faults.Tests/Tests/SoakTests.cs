using System.Globalization;
using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Hosts;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Runs;

namespace PaDeNer.Faults.Tests.Tests;

/// <summary>Hours of work: memory, handles and throughput stay what they are. The short form shows that measuring works and judges no slope.</summary>
public sealed class SoakTests(SharedBroker shared)
{
    private const int Partitions = 4;
    private const int RecordsAPortion = 10;
    private const double Mebibyte = 1024 * 1024;
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void The_slope_of_a_line_is_its_slope_and_noise_does_not_hide_it()
    {
        Random noise = new(1);
        (double, double)[] samples = [.. Enumerable.Range(0, 1_000).Select(number => (number / 100.0, 7 + (3 * number / 100.0) + noise.NextDouble() - 0.5))];
        Assert.Equal(3, Trend.PerHour(samples), 0.05);
        Assert.Equal(0, Trend.PerHour([(0, 5), (1, 5), (2, 5)]), 1e-9);
    }

    [Fact(Explicit = true, DisableParallelization = true)]
    public async Task Memory_handles_and_throughput_stay_what_they_are()
    {
        Random choices = FaultRun.Choices("soak");
        TimeSpan length = FaultRun.IsLong ? FaultRun.SoakTime : TimeSpan.FromSeconds(20), warm = FaultRun.IsLong ? TimeSpan.FromMinutes(10) : TimeSpan.FromSeconds(4);
        int records = (int)(length / Apart) * RecordsAPortion / 2;
        using Scene scene = await Scene.CreateAsync(await shared.GetAsync(), "soak", Partitions, FaultFeed.Create(records, 0.02, choices));
        ChildProcess host = scene.Start("a");
        await host.SaysAsync("assigned, epoch", Scene.Patience);
        Task feeding = scene.Writer.TrickleAsync(RecordsAPortion, Apart);
        List<(double Hours, double Value)> memory = [], handles = [], behind = [];
        long started = TimeProvider.System.GetTimestamp();
        while (!feeding.IsCompleted)
        {
            await Task.Delay(FaultRun.IsLong ? TimeSpan.FromSeconds(10) : TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken);
            int answered = scene.Read();
            TimeSpan now = TimeProvider.System.GetElapsedTime(started);
            if (now > warm)
            {
                memory.Add((now.TotalHours, Resident(host.Id) / Mebibyte));
                handles.Add((now.TotalHours, Directory.GetFiles($"/proc/{host.Id}/fd").Length));
                behind.Add((now.TotalHours, scene.Writer.Written - answered));
            }
        }

        Verdict verdict = await scene.EndAsync(feeding);
        (double Memory, double Handles, double Behind) rises = (Trend.PerHour(memory), Trend.PerHour(handles), Trend.PerHour(behind));
        FaultRun.Tell("soak", string.Create(CultureInfo.InvariantCulture,
            $"{length}, {memory.Count} samples, memory {memory[^1].Value:0} MiB {rises.Memory:+0.0;-0.0} MiB/h, {handles[^1].Value} handles {rises.Handles:+0.0;-0.0}/h, records that wait {rises.Behind:+0;-0}/h, {verdict}"));
        verdict.Require(scene.AllowsDuplicates);
        Assert.True(memory.Count >= 10 && memory.TrueForAll(static one => one.Value > 10) && handles.TrueForAll(static one => one.Value > 10));
        if (FaultRun.IsLong)
        {
            // Of about 600,000 records an hour a twentieth.
            Assert.True(rises is { Memory: <= 8, Handles: <= 2, Behind: <= 30_000 }, $"It grows: {rises}.");
        }
    }

    private static double Resident(int process) =>
        double.Parse(File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/statm")).Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
}
