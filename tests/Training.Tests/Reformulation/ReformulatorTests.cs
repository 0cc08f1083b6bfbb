using System.Buffers;
using System.Text;
using PaDeNer.Decoding.Documents;
using PaDeNer.Training.Datasets;
using PaDeNer.Training.Reformulation;
using PaDeNer.Training.Tests.Datasets;

namespace PaDeNer.Training.Tests.Reformulation;

public class ReformulatorTests
{
    private const string Ada =
        """{"text":"Ada met Bob in Rome.","entities":[{"label":"PER","start":0,"end":3},{"label":"PER","start":8,"end":11},{"label":"LOC","start":15,"end":19}],"labels":["PER","LOC","ORG"]}""";

    [Fact]
    public void One_example_per_mention_and_one_per_label_without_any()
    {
        Assert.Equal(
            [
                ("text:\nAda met Bob in Rome.\nentity type:\nPER\n\n<num>", "2\n<mention 1>Ada"),
                ("text:\nAda met Bob in Rome.\nentity type:\nPER\n\n<num>", "2\n<mention 2>Bob"),
                ("text:\nAda met Bob in Rome.\nentity type:\nORG\n\n<num>", "0"),
                ("text:\nAda met Bob in Rome.\nentity type:\nLOC\n\n<num>", "1\n<mention 1>Rome"),
            ],
            Examples("padellm-en-paper", Ada, new LabelSet("PER", "ORG", "LOC")));
    }

    [Fact]
    public void A_label_that_the_source_does_not_annotate_is_never_asked()
    {
        IEnumerable<(string Prompt, string Completion)> examples = Examples("compact-v1", Ada, new LabelSet("DATE", "LOC"));

        Assert.Equal([("Ada met Bob in Rome.<|label 2|>", "<|count 1|><|mention 1|>Rome")], examples);
    }

    [Fact]
    public void The_model_is_shown_the_prompt_name_of_a_label()
    {
        Assert.Equal(
            [("文本:\nAda met Bob in Rome.\n指定NER标签:\n地点\n\n<数量>", "1\n<第1文段>Rome")],
            Examples("padellm-zh", Ada, new LabelSet([new Label("LOC", "地点")])));
    }

    [Fact]
    public void A_tree_has_the_text_once_and_offsets_in_code_points()
    {
        const string Line = """{"text":"😀 Ada","entities":[{"label":"PER","start":2,"end":5}]}""";

        Assert.Equal(
            """{"head":"","text":"😀 Ada","branches":[{"label":"PER","prompt":"<|label 1|>","count":"<|count 1|>","mentions":[{"prompt":"<|mention 1|>","text":"Ada","start":2,"end":5}]}]}""" + "\n",
            Written(ExampleForm.Tree, "compact-v1", Line, new LabelSet("PER")).Replace("\\uD83D\\uDE00", "😀", StringComparison.Ordinal));
    }

    [Fact]
    public void Both_forms_stand_for_the_same_examples()
    {
        foreach (string template in ExampleWording.TemplateNames)
        {
            ReformulatedText tree = Reformulate(template, Ada, new LabelSet("PER", "ORG", "LOC"))[0];
            IEnumerable<string> paths = tree.Branches.SelectMany(label => label.Mentions.Count == 0
                ? [tree.Head + tree.Text + label.Prompt + label.Count]
                : label.Mentions.Select(mention => tree.Head + tree.Text + label.Prompt + label.Count + mention.Prompt + mention.Mention.Text));

            Assert.Equal(paths, tree.Examples().Select(static example => example.Prompt + example.Completion));
        }
    }

    [Fact]
    public void Mentions_beyond_what_a_template_can_count_are_left_out_and_reported()
    {
        string entities = string.Join(',', Enumerable.Range(0, 40).Select(static i => $$"""{"label":"X","start":{{i}},"end":{{i + 1}}}"""));
        Reformulator reformulator = new(ExampleWording.Create("compact-v1", new LabelSet("X")));

        ReformulatedText text = reformulator.Reformulate(
            Reading.Of($$"""{"text":"{{new string('x', 40)}}","entities":[{{entities}}]}""", DatasetFormat.JsonLines).Texts[0], ["X"]);

        Assert.Equal(31, text.Examples().Count());
        Assert.Equal("<|count 31|>", text.Branches[0].Count);
        Assert.Equal(1, reformulator.CountsCut);
    }

    [Fact]
    public void Texts_that_hold_tags_of_the_template_are_counted()
    {
        Reformulator reformulator = new(ExampleWording.Create("compact-v1", new LabelSet("PER")));
        Dataset dataset = Reading.Of("""{"text":"say <|label 1|>","entities":[]}""", DatasetFormat.JsonLines);

        reformulator.Reformulate(dataset.Texts[0], ["PER"]);

        Assert.Equal(1, reformulator.TextsWithTags);
    }

    [Theory]
    [InlineData(ExampleForm.Examples)]
    [InlineData(ExampleForm.Tree)]
    public void Emoji_and_other_scripts_are_written_as_they_are(ExampleForm form)
    {
        string written = Written(form, "compact-v1", """{"text":"東京 🙂 é","entities":[{"label":"PER","start":0,"end":2}]}""", new LabelSet("PER"));

        Assert.Contains("東京 🙂 é", written, StringComparison.Ordinal);
        Assert.DoesNotContain("\\u", written, StringComparison.Ordinal);
    }

    private static List<ReformulatedText> Reformulate(string template, string file, LabelSet labels)
    {
        Reformulator reformulator = new(ExampleWording.Create(template, labels));
        Dataset dataset = Reading.Of(file, DatasetFormat.JsonLines);
        return [.. dataset.Texts.Select(text => reformulator.Reformulate(text, dataset.LabelsOf(text)))];
    }

    private static IEnumerable<(string Prompt, string Completion)> Examples(string template, string file, LabelSet labels) =>
        Reformulate(template, file, labels).SelectMany(static text => text.Examples()).Select(static example => (example.Prompt, example.Completion));

    private static string Written(ExampleForm form, string template, string file, LabelSet labels)
    {
        ArrayBufferWriter<byte> buffer = new();
        ExampleWriter writer = new(form);
        Reformulate(template, file, labels).ForEach(text => writer.Write(text, buffer));
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
