using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Batching.Tests.Deadlines;

public class SecondsPerRowTests
{
    [Fact]
    public void It_finds_what_a_row_takes_whatever_single_documents_do()
    {
        Random random = new(3);
        SecondsPerRow learnt = new();
        Learn(learnt, random, 500, 0.002);

        Assert.InRange(learnt.Value, 0.0019, 0.0021);
    }

    [Fact]
    public void It_follows_a_machine_that_has_become_slower()
    {
        Random random = new(4);
        SecondsPerRow learnt = new();
        Learn(learnt, random, 500, 0.002);
        Learn(learnt, random, 300, 0.004);

        Assert.InRange(learnt.Value, 0.0035, 0.0042);
    }

    [Fact]
    public void Before_the_first_document_next_to_nothing_is_expected()
    {
        SecondsPerRow learnt = new();

        Assert.InRange(learnt.Value, 1e-9, 1e-5);
    }

    private static void Learn(SecondsPerRow learnt, Random random, int documents, double perRow)
    {
        for (int i = 0; i < documents; i++)
        {
            int rows = 1 + random.Next(200);
            learnt.Observe(rows, TimeSpan.FromSeconds(rows * perRow * (0.8 + (0.4 * random.NextDouble()))));
        }
    }
}
