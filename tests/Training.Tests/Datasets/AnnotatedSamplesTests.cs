using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using PaDeNer.Training.Datasets;

namespace PaDeNer.Training.Tests.Datasets;

public partial class AnnotatedSamplesTests
{
    private static readonly string Folder = Path.Combine(DataFolder.Root, "config", "samples", "annotated");

    private static readonly Dictionary<string, string[]> Labels = new(StringComparer.Ordinal)
    {
        ["everyday"] = ["LOC", "MISC", "ORG", "PER"],
        ["legal"] = ["COURT", "JUDGE", "PARTY", "STATUTE"],
    };

    public static TheoryData<string> Names => [.. Labels.Keys];

    [Fact]
    public void There_are_these_sets_and_no_others() =>
        Assert.Equal(Labels.Keys, Directory.GetDirectories(Folder).Select(static path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_span_is_a_mention_without_white_space_around_it(string name) => Assert.All(Read(name).Texts, static text =>
    {
        Assert.Equal(text.Text.Trim(), text.Text);
        Assert.All(text.Annotations, annotation =>
        {
            Assert.NotEmpty(annotation.Text);
            Assert.Equal(annotation.Text.Trim(), annotation.Text);
            Assert.Equal(annotation.Text, text.Text[annotation.Span.Start..annotation.Span.End]);
            Assert.False(annotation.Span.Start > 0 && char.IsLetterOrDigit(text.Text[annotation.Span.Start - 1]), $"'{annotation.Text}' begins inside a word");
            Assert.False(annotation.Span.End < text.Text.Length && char.IsLetterOrDigit(text.Text[annotation.Span.End]), $"'{annotation.Text}' ends inside a word");
        });
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void No_mention_stands_over_another_one(string name) => Assert.All(Read(name).Texts, static text =>
    {
        Annotation[] ordered = [.. text.Annotations.OrderBy(static annotation => annotation.Span.Start)];
        Assert.All(ordered.Zip(ordered.Skip(1)), static pair => Assert.True(pair.First.Span.End <= pair.Second.Span.Start, $"'{pair.First.Text}' and '{pair.Second.Text}'"));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_that_stands_in_a_text_again_is_marked_again(string name) => Assert.All(Read(name).Texts, static text => Assert.All(
        text.Annotations.Select(static annotation => annotation.Text).Distinct(),
        mention => Assert.All(
            Regex.Matches(text.Text, $@"(?<!\w){Regex.Escape(mention)}(?!\w)"),
            found => Assert.True(text.Annotations.Any(annotation => annotation.Span.Start <= found.Index && found.Index + found.Length <= annotation.Span.End), $"'{mention}' of line {text.Line}"))));

    [Theory]
    [MemberData(nameof(Names))]
    public void Labels_are_the_sets_own(string name) => Assert.Equal(Labels[name], Read(name).Labels);

    [Fact]
    public void Ids_and_texts_stand_once_in_all_sets_together()
    {
        JsonElement[] lines = [.. Labels.Keys.SelectMany(static name => File.ReadLines(FileOf(name))).Select(static line => JsonDocument.Parse(line).RootElement)];

        foreach (string field in (string[])["id", "text"])
        {
            string[] values = [.. lines.Select(line => line.GetProperty(field).GetString()!)];
            Assert.Empty(values.GroupBy(static value => value).Where(static group => group.Count() > 1).Select(static group => group.Key));
        }
    }

    [Fact]
    public void The_readme_says_how_many_there_are() => Assert.Equal(
        Labels.Keys.Select(static name => Row(name, Read(name))),
        TableRow().Matches(File.ReadAllText(Path.Combine(Folder, "README.md"))).Select(static match => match.Value));

    private static string Row(string name, Dataset dataset)
    {
        Annotation[] mentions = [.. dataset.Texts.SelectMany(static text => text.Annotations)];
        string byLabel = string.Join(", ", dataset.Labels.Select(label => $"{label} {mentions.Count(mention => mention.Label == label)}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| `{name}` | {dataset.Texts.Count} | {dataset.Texts.Count(static text => text.Annotations.Count == 0)} | {mentions.Length} | {byLabel} |");
    }

    private static string FileOf(string name) => Path.Combine(Folder, name, "test.jsonl");

    private static Dataset Read(string name) => Reading.Of(File.ReadAllText(FileOf(name)), DatasetFormat.JsonLines);

    [GeneratedRegex(@"(?m)^\| `\w+` \|.*\|$")]
    private static partial Regex TableRow();
}
