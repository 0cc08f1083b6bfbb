using System.Globalization;
using PaDeNer.FaultHost.Crashing;
using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Runs;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Faults.Tests.Hosts;

/// <summary>One crash point: a host is killed there as often as asked for and started again each time, then one without a crash point ends the work.</summary>
internal static class CrashRun
{
    private const int Partitions = 4;
    private const int Portion = 90;
    private const int PortionOfRevocation = 600;
    private const double PoisonShare = 0.1;
    private const int TriesAlone = 2;
    private const string Assigned = "assigned, epoch";

    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(50);

    private static readonly string[] OncePerStart = [CrashPoint.BeforeInit, CrashPoint.AfterInit, CrashPoint.AfterAssigned, CrashPoint.BeforeClose];

    private static readonly string[] Revoking = [CrashPoint.BeforeRevoked, CrashPoint.AfterRevoked, CrashPoint.RevokedBeforeCommit, CrashPoint.RevokedAfterCommit];

    // Nothing is aborted by itself: a transaction is made to fail.
    private static readonly string[] Aborting = [CrashPoint.BeforeAbort, CrashPoint.AfterAbort];

    private static readonly string[] PerRecord =
        [CrashPoint.AfterPoll, CrashPoint.BeforeDecoding, CrashPoint.AfterDecoding, CrashPoint.WhileProducing, CrashPoint.OnReport];

    /// <param name="broker">Where.</param>
    /// <param name="point">The point.</param>
    /// <param name="kills">How often.</param>
    /// <param name="order">In which order answers leave.</param>
    public static async Task<Verdict> RunAsync(ApacheKafka broker, string point, int kills, ResultOrder order = ResultOrder.Partition)
    {
        Random choices = FaultRun.Choices(point);
        bool isRevoking = Revoking.Contains(point);
        double breakingShare = point == CrashPoint.InBisection ? 0.2 : 0.01;
        int portions = point == CrashPoint.WhileAlone ? 1 + (TriesAlone * kills) : 1 + kills;
        FaultFeed feed = FaultFeed.Create(portions * (isRevoking ? PortionOfRevocation : Portion), PoisonShare, choices, breakingShare);
        using Scene scene = await Scene.CreateAsync(broker, point, Partitions, feed, order: order);
        await (isRevoking ? RevokeAsync(scene, point, kills) : point == CrashPoint.WhileAlone ? KillAloneAsync(scene, kills, choices) : KillAsync(scene, point, kills, choices));
        return await scene.EndAsync();
    }

    private static async Task KillAsync(Scene scene, string point, int kills, Random choices)
    {
        for (int kill = 0; kill < kills; kill++)
        {
            scene.Writer.Write(Portion);
            string count = Count(point, choices).ToString(CultureInfo.InvariantCulture);
            ChildProcess host = Aborting.Contains(point)
                ? scene.StartFailing("a", $"{point}:1", $"{CrashPoint.AfterOffsets}:{count}")
                : scene.Start("a", $"{point}:{count}");
            if (point == CrashPoint.BeforeClose)
            {
                await host.SaysAsync(Assigned, Scene.Patience);
                host.Terminate();
            }

            await scene.CrashedAsync(host, point);
            if (point == CrashPoint.InBisection && kill % 2 == 1)
            {
                // What is killed alone three times in a row, and nothing else meanwhile, cannot be told from a document that ends the process.
                ChildProcess whole = scene.Start("a");
                await scene.AnsweredAsync(scene.Writer.Written);
                await whole.KillAsync();
            }
        }

        scene.Start("a");
    }

    // Two ends before anything is committed, and what was in decoding is decoded alone. Never the first of it: what is killed alone three times in a row,
    // and nothing else meanwhile, cannot be told from a document that ends the process.
    private static async Task KillAloneAsync(Scene scene, int kills, Random choices)
    {
        (string, string)[] slow = [("StandIn:LeastLatency", "00:00:00.100"), ("StandIn:MostLatency", "00:00:00.300")];
        for (int kill = 0, tries = 0; kill < kills; tries++)
        {
            Assert.True(tries < TriesAlone * kills, $"{CrashPoint.WhileAlone}: {kill} kills in {tries} tries.");
            scene.Writer.Write(Portion);
            for (int end = 0; end < 2; end++)
            {
                // Slow, so that most of what is in decoding still is when the first of it has ended.
                await scene.CrashedAsync(scene.Start("a", CrashPoint.BeforeBatch + ":1", slow), CrashPoint.BeforeBatch);
            }

            string count = choices.Next(2, 5).ToString(CultureInfo.InvariantCulture);
            ChildProcess host = scene.Start("a", $"{CrashPoint.WhileAlone}:{count}");

            // On a slow machine fewer may have been in decoding than that: then all is answered, and it is tried again.
            await scene.UntilAsync(() => host.HasExited || scene.Read() == scene.Writer.Written, $"{CrashPoint.WhileAlone} is passed, or all is answered");
            if (host.HasExited || scene.Answered < scene.Writer.Written)
            {
                await scene.CrashedAsync(host, CrashPoint.WhileAlone);
                kill++;
            }
            else
            {
                await Scene.StopAsync(host);
            }
        }

        scene.Start("a");
    }

    // Each new member takes partitions from the one before it, which ends in giving them up; what that one had comes to the new one in the end.
    private static async Task RevokeAsync(Scene scene, string point, int kills)
    {
        // Batches wait long enough for one to be there whenever partitions are taken away. A member without a name leaves its transaction to the broker.
        (string, string)[] settings =
            [("Egress:CommitAge", "00:00:00.300"), ("Egress:CommitRecords", "500"), ("Delivery:TransactionTimeout", "00:00:02")];
        ChildProcess host = scene.Start(null, point + ":1", settings);
        for (int kill = 0; kill < kills; kill++)
        {
            scene.Writer.Write(Portion);
            await host.SaysAsync(Assigned, Scene.Patience);
            await scene.AnsweredAsync(scene.Writer.Written - (Portion / 2));
            ChildProcess next = scene.Start(null, kill + 1 < kills ? point + ":1" : null, settings);
            while (!host.HasExited && scene.Writer.Written < (kill + 1) * PortionOfRevocation)
            {
                scene.Writer.Write(4);
                await Task.Delay(Apart, TestContext.Current.CancellationToken);
            }

            await scene.CrashedAsync(host, point);
            host = next;
        }
    }

    private static int Count(string point, Random choices) =>
        OncePerStart.Contains(point) ? 1 : PerRecord.Contains(point) ? choices.Next(1, Portion / 2) : choices.Next(1, 4);
}
