using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Hosts;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Runs;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Faults.Tests.Tests;

/// <summary>Records that cannot be processed among those that can.</summary>
public sealed class PoisonTests(SharedBroker shared)
{
    [Fact(Explicit = true)]
    public async Task Records_that_cannot_be_processed_are_dead_letters_with_their_bytes_and_reason_and_disturb_no_other()
    {
        Random choices = FaultRun.Choices("poison");
        FaultFeed feed = FaultFeed.Create(FaultRun.Of(5_000, 100_000), 0.02, choices);
        using Scene scene = await Scene.CreateAsync(await shared.GetAsync(), "poison", 4, feed);
        scene.Writer.WriteRest();
        scene.Start("a");
        Verdict verdict = await scene.EndAsync();
        FaultRun.Tell("poison", $"{feed.Poisons} of them poison, {verdict}");
        verdict.Require(duplicatesAllowed: false);
    }

    [Theory(Explicit = true)]
    [InlineData(ResultOrder.Partition)]
    [InlineData(ResultOrder.Key)]
    [InlineData(ResultOrder.Completion)]
    public async Task A_document_that_ends_the_process_is_found_and_given_up_and_no_other_is(ResultOrder order)
    {
        Random choices = FaultRun.Choices("ended");
        int ending = FaultRun.Of(2, 20);
        FaultFeed feed = FaultFeed.Create(ending * 200, 0.02, choices, endingTheProcess: ending);
        using Scene scene = await Scene.CreateAsync(await shared.GetAsync(), "ended", 4, feed, order: order);
        scene.Writer.WriteRest();

        // Some ends until it is a suspect, three of it alone.
        int ends = await scene.SuperviseAsync(feed.Records.Count, "a", mostEnds: ending * 8);

        Verdict verdict = await scene.EndAsync();
        FaultRun.Tell("documents that end the process", $"order by {order}, {ending} of them, {ends} ends of the process, each of them a dead letter, {verdict}");
        Assert.InRange(ends, ending * 3, ending * 8);
        verdict.Require(scene.AllowsDuplicates);
    }

    [Fact(Explicit = true)]
    public async Task A_host_that_is_killed_again_and_again_at_any_moment_gives_no_document_up()
    {
        Random choices = FaultRun.Choices("killed");
        int kills = FaultRun.Of(6, 50);
        FaultFeed feed = FaultFeed.Create(kills * 100, 0.02, choices);
        using Scene scene = await Scene.CreateAsync(await shared.GetAsync(), "killed", 4, feed);
        scene.Writer.Write(200);
        for (int kill = 0; kill < kills; kill++)
        {
            scene.Writer.Write(80);
            ChildProcess host = scene.Start("a");
            await host.SaysAsync("assigned, epoch", Scene.Patience);
            await Task.Delay(choices.Next(0, 400), TestContext.Current.CancellationToken);
            await host.KillAsync();
        }

        scene.Start("a");
        Verdict verdict = await scene.EndAsync();
        FaultRun.Tell("kills at any moment", $"{kills} kills within 0.4 s of the assignment, {verdict}");
        verdict.Require(scene.AllowsDuplicates);
    }
}
