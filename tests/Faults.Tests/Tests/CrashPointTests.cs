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
        int kills = FaultRun.Of(2, 50), survived = 0, records = 0, duplicates = 0, hidden = 0;
        string[] points = [.. Points().Where(FaultRun.Wants)];
        foreach (string point in points)
        {
            Verdict verdict = await CrashRun.RunAsync(broker, point, kills);
            verdict.Require(FaultRun.Mode == DeliveryMode.AtLeastOnce);
            (survived, records, duplicates, hidden) = (survived + 1, records + verdict.Records, duplicates + verdict.Duplicates, hidden + verdict.Hidden);
        }

        FaultRun.Tell("crash points", $"{points.Length} points x {kills} kills, {survived} of {points.Length} survived, {records:N0} records, 0 missing, {duplicates} duplicates, {hidden} of aborted transactions hidden");
    }

    private static IEnumerable<string> Points() =>
        FaultRun.Mode == DeliveryMode.AtLeastOnce ? CrashPoint.OfStream : CrashPoint.OfStream.Concat(CrashPoint.OfTransactions);
}
