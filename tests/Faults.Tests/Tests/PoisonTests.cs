using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Hosts;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Runs;

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
}
