using PaDeNer.Decoding.Documents;
using PaDeNer.Training.Datasets;
using PaDeNer.Training.Reformulation;

namespace PaDeNer.Training.Tests.Reformulation;

public class PaperDataTests
{
    [Fact]
    public async Task Conll03_train_becomes_as_many_examples_as_the_paper_trains_on()
    {
        byte[] file = await File.ReadAllBytesAsync(DataFolder.File("paper/conll03/train.jsonl"), TestContext.Current.CancellationToken);
        Dataset dataset = DatasetReader.Read(file, DatasetFormat.JsonLines).Value!;
        Reformulator reformulator = new(ExampleWording.Create("padellm-en", new LabelSet([.. dataset.Labels])));

        Assert.Equal(14_041, dataset.Texts.Count);
        Assert.Equal(62_878, dataset.Texts.Sum(text => reformulator.Reformulate(text, dataset.LabelsOf(text)).Examples().Count()));
        Assert.Equal(0, reformulator.CountsCut);
    }

    [Fact]
    public async Task Sources_that_annotate_some_labels_are_asked_for_those_only()
    {
        byte[] file = await File.ReadAllBytesAsync(DataFolder.File("english-mix/dev.jsonl"), TestContext.Current.CancellationToken);
        Dataset dataset = DatasetReader.Read(file, DatasetFormat.JsonLines).Value!;
        Reformulator reformulator = new(ExampleWording.Create("compact-v1", new LabelSet("PER", "ORG", "LOC", "MISC")));

        Assert.Equal(["LOC", "MISC", "ORG", "PER"], dataset.Labels);
        Assert.All(dataset.Texts, text => Assert.Equal(
            text.Labels!.Order(StringComparer.Ordinal),
            reformulator.Reformulate(text, dataset.LabelsOf(text)).Branches.Select(static branch => branch.Label).Order(StringComparer.Ordinal)));
        Assert.Contains(dataset.Texts, static text => !text.Labels!.Contains("MISC"));
    }
}
