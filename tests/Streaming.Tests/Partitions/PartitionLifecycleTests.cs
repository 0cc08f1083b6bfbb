using FsCheck;
using FsCheck.Fluent;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Runs;

namespace PaDeNer.Streaming.Tests.Partitions;

public sealed class PartitionLifecycleTests
{
    private const int Steps = 150;

    /// <summary>
    /// In any order of assigning, reading, finishing, halting, pausing, committing, revoking and coming back, with commits that are refused, deferred and
    /// interrupted: a commit never goes back within an epoch and never passes what is not written; nothing of an ended assignment moves or counts; a new
    /// one begins with nothing; and in peace all is read, written and committed in the end.
    /// </summary>
    /// <param name="isAtomic">With a sink that takes all of a batch or nothing, no record is ever written twice as well.</param>
    /// <param name="order">When results leave. In another order than the partition's, what is finished past a committed offset is never done again by an atomic sink.</param>
    [Theory]
    [InlineData(false, ResultOrder.Partition)]
    [InlineData(true, ResultOrder.Partition)]
    [InlineData(false, ResultOrder.Key)]
    [InlineData(true, ResultOrder.Key)]
    [InlineData(false, ResultOrder.Completion)]
    [InlineData(true, ResultOrder.Completion)]
    public void What_an_assignment_leaves_behind_is_void_and_nothing_is_lost(bool isAtomic, ResultOrder order)
    {
        Property property = Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => Holds(seed, isAtomic, order));
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(RunLength.Of(500, 20_000)), property);
    }

    private static bool Holds(int seed, bool isAtomic, ResultOrder order)
    {
        PartitionLifecycle life = new(seed, isAtomic, order);
        for (int step = 0; step < Steps; step++)
        {
            life.Step();
            life.Check();
        }

        life.ComeToRest();
        life.Check();
        return true;
    }
}
