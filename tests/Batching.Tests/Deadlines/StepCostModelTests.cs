using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Batching.Tests.Deadlines;

public class StepCostModelTests
{
    [Fact]
    public void A_machine_that_costs_per_row_cell_and_output_is_learnt_within_its_noise()
    {
        Random random = new(1);
        StepCostModel model = new();

        Train(model, random, 600, slower: 1);

        Assert.True(model.IsWarm);
        Assert.InRange(model.RelativeError, 0.0001, 0.08);
        Assert.Equal(Machine(96, 2000, 12), model.Predict(96, 2000, 12).TotalMilliseconds, Machine(96, 2000, 12) * 0.05);
    }

    [Fact]
    public void A_machine_that_becomes_slower_is_followed()
    {
        Random random = new(2);
        StepCostModel model = new();
        Train(model, random, 500, slower: 1);

        Train(model, random, 2000, slower: 1.6);

        Assert.InRange(model.Predict(96, 2000, 12).TotalMilliseconds / Machine(96, 2000, 12), 1.4, 1.8);
    }

    [Fact]
    public void A_step_held_up_by_the_system_moves_the_model_little()
    {
        Random random = new(3);
        StepCostModel model = new();
        Train(model, random, 400, slower: 1);
        double before = model.Predict(64, 1000, 8).TotalMilliseconds;

        model.Observe(64, 1000, 8, TimeSpan.FromSeconds(1));

        Assert.InRange(model.Predict(64, 1000, 8).TotalMilliseconds / before, 0.9, 1.1);
    }

    [Fact]
    public void What_a_step_costs_beside_its_rows_is_told_in_rows()
    {
        StepCostModel model = new();
        Train(model, new Random(5), 1500, slower: 1);

        Assert.InRange(model.StepInRows(1500), 7, 10.5); // 2 over 0.15 + 0.03 + 0.05
    }

    [Fact]
    public void The_same_step_for_ever_does_not_blow_it_up()
    {
        StepCostModel model = new();
        for (int i = 0; i < 20_000; i++)
        {
            model.Observe(32, 500, 4, TimeSpan.FromMilliseconds(7));
        }

        Assert.Equal(7, model.Predict(32, 500, 4).TotalMilliseconds, 2);
        Assert.InRange(model.Predict(64, 500, 4).TotalMilliseconds, 0, 100);
    }

    private static void Train(StepCostModel model, Random random, int steps, double slower)
    {
        for (int i = 0; i < steps; i++)
        {
            int rows = 1 + random.Next(128);
            int cells = 100 + random.Next(3000);
            int outputs = 1 + random.Next(20);
            model.Observe(rows, cells, outputs, TimeSpan.FromMilliseconds(Machine(rows, cells, outputs) * slower * (0.95 + (random.NextDouble() * 0.1))));
        }
    }

    private static double Machine(int rows, int cells, int outputs) => 2 + (0.15 * rows) + (0.00002 * rows * cells) + (0.05 * outputs);
}
