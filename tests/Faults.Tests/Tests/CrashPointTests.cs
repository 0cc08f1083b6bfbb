using System.Collections.Concurrent;
using PaDeNer.FaultHost.Crashing;
using PaDeNer.Faults.Tests.Hosts;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Runs;

namespace PaDeNer.Faults.Tests.Tests;

/// <summary>The process ends itself by SIGKILL at a named point, again and again, and is started again.</summary>
public sealed class CrashPointTests(SharedBroker shared)
{
    [Fact(Explicit = true)]
    public async Task A_host_that_is_killed_at_any_of_the_crash_points_loses_nothing()
    {
        ApacheKafka broker = await shared.GetAsync();
        int kills = FaultRun.Of(2, 50);
        string[] points = [.. Points().Where(FaultRun.Wants)];
        ConcurrentBag<Verdict> verdicts = [];
        // Two points at a time: a host that was killed is mostly waited for.
        await Parallel.ForEachAsync(points, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (point, _) =>
        {
            Verdict verdict = await CrashRun.RunAsync(broker, point, kills);
            if (FaultRun.IsLong)
            {
                FaultRun.Tell(point, $"{kills} kills, {verdict}");
            }

            verdict.Require(FaultRun.Mode == DeliveryMode.AtLeastOnce);
            verdicts.Add(verdict);
        });

        int records = verdicts.Sum(static one => one.Records), duplicates = verdicts.Sum(static one => one.Duplicates), hidden = verdicts.Sum(static one => one.Hidden);
        FaultRun.Tell("crash points", $"{points.Length} points x {kills} kills, {verdicts.Count} of {points.Length} survived, {records:N0} records, 0 missing, {duplicates} duplicates, {hidden} of aborted transactions hidden");
    }

    private static IEnumerable<string> Points() =>
        FaultRun.Mode == DeliveryMode.AtLeastOnce ? CrashPoint.OfStream : CrashPoint.OfStream.Concat(CrashPoint.OfTransactions);
}
