using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Testing.Engines;

namespace PaDeNer.Decoding.Tests.Planning;

public class DocumentPlannerTests
{
    [Fact]
    public void A_label_the_model_does_not_know_is_a_fault_that_names_it()
    {
        PlanResult result = new TestModel().Planner.Plan(new Document(new DocumentId("d"), "Ada", new LabelSet("PER", "GENE")));

        Assert.False(result.HasPlan);
        Assert.Equal(DocumentFault.UnknownLabel, result.Outcome.Fault);
        Assert.Contains("GENE", result.Outcome.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_is_there_and_blank_has_no_entities()
    {
        foreach (string text in new[] { "", " ", " \n\t", "\u3000" })
        {
            PlanResult result = new TestModel().Planner.Plan(new Document(new DocumentId("d"), text, TestModel.Labels()));

            Assert.False(result.HasPlan);
            Assert.Empty(result.Outcome.Entities!.Entities);
            Assert.Equal(0, result.Outcome.Entities.Statistics.Windows);
        }
    }

    [Fact]
    public void A_text_whose_prompts_cannot_fit_is_a_fault_with_the_figures()
    {
        TestModel model = new(1, new DecodingSettings(DecodingMode.Verbatim, true, new PlanLimits(WindowTokens: 400)), new EngineCapacity(8, 256, 64, 16, 512));

        PlanResult result = model.Planner.Plan(new Document(new DocumentId("d"), string.Join(' ', Enumerable.Repeat("word", 300)), TestModel.Labels()));

        Assert.Equal(DocumentFault.DoesNotFit, result.Outcome?.Fault);
        Assert.Contains("256", result.Outcome?.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_text_is_cut_into_windows_that_are_merged_without_loss_or_repeat()
    {
        TestModel model = new(5, new DecodingSettings(DecodingMode.Verbatim, true, new PlanLimits(WindowTokens: 40, OverlapTokens: 12)));
        string text = string.Join(' ', Enumerable.Range(0, 60).Select(static i => $"Ada{(char)('a' + (i % 26))} met Bob in London."));
        DocumentPlan plan = model.Plan(text);

        // A model that finds the first word of whatever it reads: once per window, wherever windows begin.
        SoloRunner.Run(plan, (held, scope, candidates) => new Decoding.Sequences.TokenChoice(
            candidates.Length == 32 ? candidates[1] : candidates.Contains(model.Tokenizer.EndOfText) ? model.Tokenizer.EndOfText : candidates[0], 0, 1));
        DocumentEntities result = new DocumentAssembler(new AssemblySettings(DeduplicationPolicy.None, Overlap: OverlapPolicy.Allow)).Assemble(plan).Entities!;

        Assert.True(plan.Windows.Count > 10);
        Assert.Equal(plan.Windows.Count, result.Statistics.Windows);
        Assert.Equal(result.Entities.Count, result.Entities.Select(static entity => (entity.Label, entity.Span)).Distinct().Count());
        Assert.All(result.Entities, entity => Assert.Equal(text[entity.Span!.Value.Start..entity.Span.Value.End], entity.Text));
        Assert.Contains(result.Entities, static entity => entity.Span!.Value.Start == 0);
    }

    [Fact]
    public void A_mention_in_the_overlap_of_two_windows_is_published_once()
    {
        TestModel model = new(5, new DecodingSettings(DecodingMode.Verbatim, true, new PlanLimits(WindowTokens: 40, OverlapTokens: 18)));
        string text = string.Join(' ', Enumerable.Range(0, 40).Select(static i => $"name{i} met Zoe."));
        DocumentPlan plan = model.Plan(text, labels: 1);
        Dictionary<string, int> found = [];
        foreach (WindowPlan window in plan.Windows)
        {
            string piece = text[window.Window.Start..window.Window.End];
            for (int at = piece.IndexOf("Zoe", StringComparison.Ordinal); at >= 0; at = piece.IndexOf("Zoe", at + 1, StringComparison.Ordinal))
            {
                int place = at + window.Window.Start;
                found[$"{place}"] = found.GetValueOrDefault($"{place}") + (window.Window.Owns(place) ? 1 : 0);
            }
        }

        Assert.True(plan.Windows.Count > 3);
        Assert.Equal(40, found.Count);
        Assert.All(found.Values, static owners => Assert.Equal(1, owners));
    }
}
