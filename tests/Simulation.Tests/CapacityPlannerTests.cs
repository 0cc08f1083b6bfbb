namespace PaDeNer.Simulation.Tests;

public class CapacityPlannerTests
{
    private static readonly DeviceProfile Profile = Devices.TwoCores;

    [Fact]
    public void The_answer_suffices_and_one_replica_less_does_not()
    {
        PlanAnswer answer = Answer(600, 100);

        Assert.NotNull(answer.Replicas);
        Assert.True(answer.Replicas >= 600 / answer.Saturation);
        Assert.True(answer.Rows.Single(row => row.Replicas == answer.Replicas).Suffices);
        Assert.False(answer.Rows.Single(row => row.Replicas == answer.Replicas - 1).Suffices);
        Assert.Equal(answer.Replicas * 2, answer.Partitions);
        Assert.All(answer.Rows.Zip(answer.Rows.Skip(1)), static pair => Assert.True(pair.First.Utilization >= pair.Second.Utilization));
    }

    [Fact]
    public void A_tighter_objective_more_load_and_bursts_never_need_less()
    {
        int at = Answer(400, 120).Replicas!.Value;

        Assert.True(Answer(400, 60).Replicas >= at);
        Assert.True(Answer(800, 120).Replicas >= at);
        Assert.True(Answer(400, 400, burst: 10).Replicas >= Answer(400, 400).Replicas);
        Assert.Null(Answer(400, 120, burst: 300).Replicas);
    }

    [Fact]
    public void What_an_idle_device_cannot_do_no_number_of_them_does()
    {
        PlanAnswer answer = Answer(10, 2);

        Assert.Null(answer.Replicas);
        Assert.Null(answer.Partitions);
        Assert.True(answer.UnloadedP99 > 2);
        Assert.DoesNotContain(answer.Rows, static row => row.Suffices);
    }

    [Theory]
    [InlineData(1e300, 1000, 1, false)]
    [InlineData(double.Epsilon, 1000, 1, true)]
    [InlineData(1e-9, 86_400_000, 1, true)]
    [InlineData(1e-9, 1000, 10_000, false)]
    public void The_strangest_rates_have_an_answer(double rate, double milliseconds, double burst, bool isPossible)
    {
        PlanAnswer answer = Answer(rate, milliseconds, burst);

        Assert.Equal(isPossible ? 1 : null, answer.Replicas);
        Assert.NotEmpty(answer.Rows);
    }

    [Fact]
    public void The_same_question_has_the_same_answer() => Assert.Equal(Answer(300, 100).Rows, Answer(300, 100).Rows);

    private static PlanAnswer Answer(double rate, double milliseconds, double burst = 1) =>
        CapacityPlanner.Answer(new PlanRequest(rate, TimeSpan.FromMilliseconds(milliseconds), Profile, Profile.Documents, burst, Simulated: 3000));
}
