using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Daemon.Tests.Extraction;

public sealed class LabelCatalogTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"padener-labels-{Guid.NewGuid():N}.json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Left_alone_a_model_is_asked_for_all_it_was_trained_for() => Assert.Equal("PER, ORG, LOC, MISC", Default("auto"));

    [Fact]
    public void Names_choose_some_of_them_in_their_order() => Assert.Equal("LOC, PER", Default("LOC, PER"));

    [Fact]
    public void A_shipped_label_file_is_found_by_its_name() => Assert.Equal("PER, ORG, LOC, MISC", Default("conll03"));

    [Fact]
    public void A_label_file_gives_labels_other_names()
    {
        File.WriteAllText(_file, """{ "labels": [ { "name": "person", "prompt": "PER" }, { "name": "ORG" } ] }""");
        using Extractor extractor = TestExtractor.Create(options: new ModelOptions { Labels = _file });

        Assert.Equal([new Label("person", "PER"), new Label("ORG")], extractor.Labels.Default);
        Assert.True(extractor.Labels.TryResolve(["LOC", "person"], out LabelSet? labels, out _));
        Assert.Equal([new Label("LOC"), new Label("person", "PER")], labels);
        Assert.False(extractor.Labels.TryResolve(["ORG", "place"], out _, out LabelProblem? unknown));
        Assert.Equal(LabelProblem.Unknown("place"), unknown);
    }

    [Theory]
    [InlineData("PER,ORGA", "was not trained for label 'ORGA'", "Did you mean 'ORG'?")]
    [InlineData("PER,PER", "given twice", "")]
    [InlineData("missing.json", "no such label file", "")]
    public void What_cannot_be_asked_is_an_error_at_start(string setting, string reason, string hint)
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => Default(setting));

        Assert.Contains("Model:Labels", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_file_with_a_misspelt_key_is_an_error()
    {
        File.WriteAllText(_file, """{ "labels": [ { "nmae": "person" } ] }""");

        Assert.Contains(_file, Assert.Throws<ConfigurationException>(() => Default(_file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_templates_of_the_published_weights_take_any_label_that_has_a_name()
    {
        using Extractor extractor = TestExtractor.Create(
            options: new ModelOptions { Template = "padellm-en", Labels = "ship,harbour" }, profile: TestExtractor.Profile with { Template = null, Labels = [] });

        Assert.True(extractor.Labels.TryResolve(["pirate"], out _, out _));
        Assert.False(extractor.Labels.TryResolve(["pirate", " "], out _, out LabelProblem? nameless));
        Assert.Equal(LabelProblem.Unknown(" "), nameless);
    }

    [Fact]
    public void A_model_that_says_nothing_of_labels_needs_them_configured() =>
        Assert.Contains(
            "Name labels",
            Assert.Throws<ConfigurationException>(() => TestExtractor.Create(
                options: new ModelOptions { Template = "padellm-en" }, profile: TestExtractor.Profile with { Labels = [] })).Message,
            StringComparison.Ordinal);

    private static string Default(string setting)
    {
        using Extractor extractor = TestExtractor.Create(options: new ModelOptions { Labels = setting });
        return extractor.Labels.Default.ToString();
    }
}
