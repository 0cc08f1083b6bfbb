using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.Decoding.Sequences;
using PaDeNer.LLamaSharp.Tests.Support;

namespace PaDeNer.LLamaSharp.Tests;

/// <summary>The contract on the shipped model, whose quantised kernels round activations in blocks.</summary>
public sealed class TrainedModelEngineTests : DecodeEngineContract
{
    protected override LlamaModel Model => TestModels.Trained;

    protected override float Tolerance => 0.1f;

    [Fact]
    public void Small_physical_batches_give_the_same_bits_packed_and_alone()
    {
        Assert.SkipUnless(Model.Description.Contains("Q4_0", StringComparison.Ordinal), "Found for the kernels of Q4_0.");
        using LlamaEngine engine = Create(static options => options with { PhysicalBatch = 63 });
        EngineDriver driver = new(engine);
        Random random = new(5);
        for (int round = 0; round < 4; round++)
        {
            TokenId[][] documents = [.. Enumerable.Range(0, 4).Select(_ => RandomTokens(random, random.Next(20, 50)))];
            driver.Begin();
            for (int document = 0; document < documents.Length; document++)
            {
                int slot = 3 * document;
                driver.Trim(slot).Trim(slot + 1).Trim(slot + 2).Rows(documents[document], 0, slot, slot + 1, slot + 2);
                for (int branch = 0; branch < 3; branch++)
                {
                    driver.Rows([new TokenId(3 + branch)], documents[document].Length, slot + branch).Output();
                }
            }

            TokenChoice[] packed = driver.Run();
            driver.Begin();
            for (int slot = 0; slot < 12; slot++)
            {
                driver.Trim(slot);
            }

            driver.Run();
            for (int output = 0; output < packed.Length; output++)
            {
                Assert.Equal(driver.Alone([.. documents[output / 3], new TokenId(3 + (output % 3))]), packed[output]);
            }
        }
    }

    /// <summary>
    /// A core lent by an idle lane must not change what a document reads as: the split of a matrix over threads leaves every sum in its
    /// order, so the bits stay.
    /// </summary>
    [Fact]
    public void Borrowed_cores_change_no_bit()
    {
        Assert.NotEqual(0, Model.ParameterCount); // skips where there is no model or no library
        using LlamaModel model = LlamaModel.Load(
            new LlamaOptions { ModelPath = TestModels.TrainedPath, ThreadsWhenAlone = 2 }, TestContext.Current.CancellationToken);
        using LlamaEngine borrowing = model.CreateEngine();
        using LlamaEngine alone = model.CreateEngine(new LlamaOptions { ModelPath = TestModels.TrainedPath });
        EngineDriver[] drivers = [new(borrowing), new(alone)];
        Random random = new(9);
        int[] lengths = [3, 17, 40, 64, 111]; // some again and again: nothing is borrowed for a size not seen before
        for (int round = 0; round < 30; round++)
        {
            TokenId[] document = RandomTokens(random, lengths[round % lengths.Length]);
            TokenId[] longer = RandomTokens(random, random.Next(1, 6));
            TokenChoice[][] choices = [.. drivers.Select(driver =>
            {
                driver.Begin();
                driver.Trim(0).Trim(1).Rows(document, 0, 0, 1).Output();
                TokenChoice[] first = driver.Run();
                driver.Begin();
                driver.Rows(longer, document.Length, 1).Output();
                return (TokenChoice[])[.. first, .. driver.Run()];
            })];

            Assert.Equal(choices[1], choices[0]);
        }

        Assert.True(borrowing.BorrowedSteps > 0, "no step borrowed");
        Assert.Equal(0, alone.BorrowedSteps);
    }

    private static TokenId[] RandomTokens(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new TokenId(random.Next(400, 4000)))];
}
