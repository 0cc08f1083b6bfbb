using PaDeNer.Benchmarking.Tests.Support;
using PaDeNer.Benchmarking.Workloads;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Training.Datasets;

namespace PaDeNer.Benchmarking.Tests.Workloads;

public class WorkloadBuilderTests
{
    [Fact]
    public void What_cannot_be_reached_or_does_not_fit_is_left_out_and_counted()
    {
        Workload workload = new Bench().Workload(
            Bench.Annotated(1, "Ada met Bob", ["PER"], ("PER", 0, 3), ("PER", 1, 3)),
            Bench.Annotated(2, "Ada met Bob", ["PER"], ("PER", 0, 3)),
            Bench.Annotated(3, "  ", ["PER"]),
            Bench.Annotated(4, string.Join(' ', Enumerable.Repeat("Ada", 400)), ["PER"]));

        ForcedDocument document = Assert.Single(workload.Documents);
        Assert.Equal("Ada", Assert.Single(document.Labels[0].Mentions).Text);
        Assert.Equal((4, 1, 2), (workload.Losses.TextsRead, workload.Losses.TextsTooLong, workload.Losses.TextsRepeated));
        Assert.InRange(workload.Losses.MentionsOutOfReach, 0, 1);
        Assert.Equal(workload.Losses.MentionsRead - 1, workload.Losses.MentionsOutOfReach);
    }

    [Fact]
    public void A_mention_is_the_texts_own_tokens()
    {
        Workload workload = new Bench().Workload(Bench.Annotated(1, "Ada met Bob", ["PER"], ("PER", 8, 11)));

        ForcedDocument document = workload.Documents[0];
        Assert.Equal(document.TextTokens.Skip(2), document.Labels[0].Mentions[0].Tokens);
    }

    [Fact]
    public void The_same_seed_draws_the_same_documents()
    {
        Dataset dataset = new([.. Enumerable.Range(1, 50).Select(line => Bench.Annotated(line, $"Text {(char)('a' + (line / 10))}{(char)('a' + (line % 10))}", ["PER"]))]);
        WorkloadBuilder builder = new(new Bench().Tokenizer, 512, static (tokenizer, labels) => new CompactTemplate(tokenizer, labels, 31));

        string[] Draw(int seed) => [.. builder.Build(PaperSet.Find("x"), dataset, 10, seed).Documents.Select(static document => document.Document.Text)];

        Assert.Equal(Draw(1), Draw(1));
        Assert.NotEqual(Draw(1), Draw(2));
    }

    [Fact]
    public void Nested_mentions_nest_in_the_augmented_answer()
    {
        Workload workload = new Bench().Workload(
            Bench.Annotated(1, "King of New York", ["LOC", "PER"], ("PER", 0, 16), ("LOC", 8, 16)));

        Assert.Equal("[King of [New York | LOC] | PER]", AnswerText.Augmented(workload.Documents[0]));
        Assert.Equal("((PER): (King of New York), (LOC): (New York))", AnswerText.Structured(workload.Documents[0]));
    }
}
