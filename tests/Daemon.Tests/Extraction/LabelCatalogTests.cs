using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Hosting;
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
    public void Open_labels_are_the_models_usual_ones_and_any_others()
    {
        using Extractor extractor = TestExtractor.CreateOpen();

        Assert.True(extractor.Labels.AreOpen);
        Assert.Equal([new Label("PER"), new Label("LOC")], extractor.Labels.Default);
        Assert.True(extractor.Labels.TryResolve(["port of call", "PER", "Ship", "ship"], out LabelSet? labels, out _));
        Assert.Equal(["port of call", "PER", "Ship", "ship"], labels.Select(static label => label.Name));
        Assert.Contains("any words", Banner.After(extractor).Single(static fact => fact.Key == "labels").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_file_gives_open_labels_their_words()
    {
        File.WriteAllText(_file, """{ "labels": [ { "name": "VESSEL", "prompt": "ship or boat" }, { "name": "PER", "prompt": "PER" } ] }""");
        using Extractor extractor = TestExtractor.CreateOpen(new ModelOptions { Labels = _file });

        Assert.Equal([new Label("VESSEL", "ship or boat"), new Label("PER")], extractor.Labels.Default);
        Assert.True(extractor.Labels.TryResolve(["VESSEL"], out LabelSet? labels, out _));
        Assert.Equal(new Label("VESSEL", "ship or boat"), labels[0]);
        Assert.False(extractor.Labels.TryResolve(["VESSEL", "ship  or boat"], out _, out LabelProblem? twice));
        Assert.Equal(LabelProblem.Same("VESSEL", "ship  or boat", "ship or boat"), twice);
    }

    [Theory]
    [InlineData(DocumentFault.InvalidLabel, "the label ' ' has no words", "ship", " ")]
    [InlineData(DocumentFault.InvalidLabel, "the label '' has no words", "")]
    [InlineData(DocumentFault.InvalidLabel, "the label '_' has no words", "_")]
    [InlineData(DocumentFault.InvalidLabel, "the labels 'release_date' and 'release date' are both asked for as 'release date'; name one of them", "release_date", "release date")]
    [InlineData(DocumentFault.InvalidLabel, "the labels 'PER' and 'person' are both asked for as 'person'; name one of them", "PER", "person")]
    [InlineData(DocumentFault.InvalidLabel, "the labels 'a b' and ' a   b' are both asked for as 'a b'; name one of them", "a b", " a \n b")]
    [InlineData(DocumentFault.TooManyLabels, "5 labels are asked for; the limit is 4 (Ingress:MaxLabels)", "a", "b", "c", "d", "e")]
    public void What_no_open_label_can_be_has_a_reason(DocumentFault fault, string detail, params string[] names)
    {
        using Extractor extractor = TestExtractor.CreateOpen(maxLabels: 4);

        Assert.False(extractor.Labels.TryResolve(names, out LabelSet? labels, out LabelProblem? problem));
        Assert.Null(labels);
        Assert.Equal(new LabelProblem(fault, detail), problem);
    }

    [Fact]
    public void A_label_that_is_too_long_is_told_short_and_on_one_line()
    {
        using Extractor extractor = TestExtractor.CreateOpen();

        Assert.False(extractor.Labels.TryResolve([new string('x', 90) + "\n" + new string('y', 5000)], out _, out LabelProblem? endless));
        Assert.Equal($"the label '{new string('x', 90)} yyyyyyyyy...' has 5091 characters; the limit is 256", endless.Detail);
        Assert.False(extractor.Labels.TryResolve([string.Join(' ', Enumerable.Repeat("word", 40))], out _, out LabelProblem? wordy));
        Assert.EndsWith("...' has 81 tokens; the model takes 32", wordy.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ship,_", "has no words")]
    [InlineData("release_date,release date", "both asked for as 'release date'")]
    [InlineData("a,b,c,d,e", "the limit is 4 (Ingress:MaxLabels)")]
    [InlineData("ship,ship", "given twice")]
    public void Open_labels_that_cannot_be_asked_are_an_error_at_start(string setting, string reason)
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => TestExtractor.CreateOpen(new ModelOptions { Labels = setting }, maxLabels: 4));

        Assert.StartsWith("Model:Labels is ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_whose_template_takes_no_open_labels_is_an_error_that_names_both()
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => TestExtractor.CreateOpen(new ModelOptions { Template = "compact-v1" }));

        Assert.Contains("compact-v2", error.Message, StringComparison.Ordinal);
        Assert.Contains("Model:Template", error.Message, StringComparison.Ordinal);
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
