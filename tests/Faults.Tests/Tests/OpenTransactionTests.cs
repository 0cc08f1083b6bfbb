using PaDeNer.FaultHost.Crashing;
using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Hosts;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Runs;

namespace PaDeNer.Faults.Tests.Tests;

/// <summary>A transaction that nobody ends is open on the committed offsets of partitions that go to others.</summary>
public sealed class OpenTransactionTests(SharedBroker shared)
{
    private const int Partitions = 4;
    private const int Committed = 200;
    private const string Assigned = "assigned, epoch";

    // Longer than the session of 6 s, so that the next owner asks for the offsets while it is open.
    private static readonly (string, string)[] Settings =
        [("Delivery:TransactionTimeout", "00:00:20"), ("Egress:CommitAge", "00:00:00.300"), ("Egress:CommitRecords", "500")];

    [Fact(Explicit = true)]
    public async Task Partitions_whose_committed_offsets_wait_for_a_transaction_are_read_from_there_whatever_else_is_assigned_meanwhile()
    {
        Random choices = FaultRun.Choices("open");
        using Scene scene = await Scene.CreateAsync(await shared.GetAsync(), "open", Partitions, FaultFeed.Create(2 * Committed, 0.02, choices));
        scene.Writer.Write(Committed);
        ChildProcess before = scene.Start(null, null, Settings);
        await scene.AnsweredAsync(Committed);
        await Scene.StopAsync(before);
        scene.Writer.WriteRest();
        await scene.CrashedAsync(scene.Start(null, $"{CrashPoint.AfterOffsets}:1", Settings), CrashPoint.AfterOffsets);
        ChildProcess second = scene.Start(null, null, Settings);
        await second.SaysAsync(Assigned, Scene.Patience);
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        ChildProcess third = scene.Start(null, null, Settings);
        await third.SaysAsync(Assigned, Scene.Patience);
        Verdict verdict = await scene.EndAsync();
        FaultRun.Tell("open transaction", $"{Partitions} partitions assigned twice while it was open, {verdict}");
        verdict.Require(scene.AllowsDuplicates);
    }
}
