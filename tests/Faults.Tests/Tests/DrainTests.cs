using System.Globalization;
using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Hosts;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Runs;

namespace PaDeNer.Faults.Tests.Tests;

/// <summary>SIGTERM under load.</summary>
public sealed class DrainTests(SharedBroker shared)
{
    private const int Partitions = 4;
    private const int RecordsPerDrain = 1_000;

    [Fact(Explicit = true)]
    public async Task SIGTERM_under_load_ends_well_and_publishes_nothing_twice()
    {
        Random choices = FaultRun.Choices("drains");
        int drains = FaultRun.Of(5, 100);
        List<TimeSpan> times = [];
        using Scene scene = await Scene.CreateAsync(await shared.GetAsync(), "drains", Partitions, FaultFeed.Create((drains + 1) * RecordsPerDrain, 0.02, choices));
        for (int drain = 0; drain < drains; drain++)
        {
            int before = scene.Read();
            scene.Writer.Write(RecordsPerDrain);
            ChildProcess host = scene.Start("a");
            // What the one before has written last may be read only now: that this one works is what it says itself.
            await host.SaysAsync("assigned, epoch", Scene.Patience);
            await scene.AnsweredAsync(before + choices.Next(50, RecordsPerDrain / 2));
            times.Add(await Scene.StopAsync(host));
        }

        scene.Start("a");
        Verdict verdict = await scene.EndAsync();
        times.Sort();
        FaultRun.Tell("drains", string.Create(CultureInfo.InvariantCulture, $"{drains} x SIGTERM under load, exit code 0 each time, median {times[drains / 2].TotalSeconds:0.00} s, longest {times[^1].TotalSeconds:0.00} s, {verdict}"));
        verdict.Require(duplicatesAllowed: false);
    }
}
